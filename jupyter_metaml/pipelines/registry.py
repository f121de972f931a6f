"""Which families there are: the built-in ones, and those of installed packages.

A package offers a family through the entry point group ``jupyter_metaml.families``; the entry point loads a `Family`.
"""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines.components.catboost import CATBOOST
from jupyter_metaml.pipelines.components.extra_trees import EXTRA_TREES
from jupyter_metaml.pipelines.components.hist_gradient_boosting import HIST_GRADIENT_BOOSTING
from jupyter_metaml.pipelines.components.lightgbm import LIGHTGBM
from jupyter_metaml.pipelines.components.linear import LINEAR
from jupyter_metaml.pipelines.components.mlp import MLP
from jupyter_metaml.pipelines.components.nearest_neighbours import NEAREST_NEIGHBOURS
from jupyter_metaml.pipelines.components.prior_fitted import PRIOR_FITTED
from jupyter_metaml.pipelines.components.random_forest import RANDOM_FOREST
from jupyter_metaml.pipelines.components.svm import SVM
from jupyter_metaml.pipelines.components.tabicl import TABICL
from jupyter_metaml.pipelines.components.tabpfn import TABPFN
from jupyter_metaml.pipelines.components.text_linear import TEXT_LINEAR
from jupyter_metaml.pipelines.components.xgboost import XGBOOST
from jupyter_metaml.pipelines.family import Family
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.typing import Kind
from jupyter_metaml.wording import alternatives, quoted

ENTRY_POINTS = "jupyter_metaml.families"

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        family.name: family
        for family in (
            LINEAR,
            PRIOR_FITTED,
            LIGHTGBM,
            TEXT_LINEAR,
            CATBOOST,
            EXTRA_TREES,
            MLP,
            SVM,
            XGBOOST,
            RANDOM_FOREST,
            HIST_GRADIENT_BOOSTING,
            NEAREST_NEIGHBOURS,
            TABICL,
            TABPFN,
        )
    }
)
"""The built-in families by name."""


def families() -> dict[str, Family]:
    """Return all families by name: the built-in ones first, then those of installed packages.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import families
    >>> "linear" in families(), "lightgbm" in families()
    (True, True)
    """
    return {**FAMILIES, **_plugins()}


def family(name: str) -> Family:
    """Look a family up.

    Raises
    ------
    ConfigurationError
        If there is none of this name.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import family
    >>> family("lightgbm").title
    'LightGBM'
    """
    # the built-in ones do not wait for plugins to be imported
    found = FAMILIES.get(name) or families().get(name)
    if found is None:
        message = f"Family {quoted(name)} does not exist.{alternatives(name, families(), 'Families')}"
        raise ConfigurationError(message)
    return found


def available_families(kind: Kind, shape: TableShape) -> tuple[Family, ...]:
    """Return the families that work here, take this kind of task and suit a table of this shape.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
    shape : TableShape

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.pipelines import available_families, shape_of
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> found = available_families("multiclass", shape_of(task, profile_task(task)))
    >>> "linear" in [family.name for family in found]
    True
    """
    return tuple(
        family
        for family in families().values()
        if kind in family.kinds and why_unavailable(family, kind) is None and family.suits(shape) is None
    )


def why_unavailable(family: Family, kind: Kind | None = None) -> str | None:
    """Say why a family does not work here; None when it does.

    Its package is not imported, which would take seconds.  Only the shared libraries in it are loaded: that fails
    where the system lacks what they are linked with.

    Parameters
    ----------
    family : Family
    kind : {"binary", "multiclass", "regression"} or None, default=None
        Of the task, where a family has weights for each; None: whether it works for any.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from jupyter_metaml.pipelines import family, why_unavailable
    >>> why_unavailable(family("linear")) is None
    True
    >>> why_unavailable(replace(family("xgboost"), requires="a_package_of_nobody"))
    'a_package_of_nobody is not installed'
    """
    trouble = None if family.requires is None else _trouble_with(family.requires)
    # not kept: who reads what is missing fetches it, and goes on
    return trouble if trouble or family.weights is None else family.weights.missing(kind)


@cache
def _trouble_with(package: str) -> str | None:
    spec = find_spec(package)
    if spec is None:
        return f"{package} is not installed"
    for library in _libraries(spec.submodule_search_locations or ()):
        try:
            ctypes.CDLL(str(library))
        except OSError as error:
            return f"{package} cannot be loaded ({error}); often OpenMP is missing: install libgomp1, on macOS libomp"
    return None


def _libraries(places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        for folder in ("lib", "bin"):
            yield from (path for path in Path(place, folder).glob("*") if path.suffix in {".so", ".dylib", ".dll"})


@cache
def _plugins() -> dict[str, Family]:
    """Load the families of other packages once; one that fails is left out, with a warning that names it."""
    found: dict[str, Family] = {}
    for entry_point in metadata.entry_points(group=ENTRY_POINTS):
        try:
            loaded = entry_point.load()
        except (ImportError, AttributeError, SyntaxError) as error:
            _warn(entry_point, f"cannot be imported ({type(error).__name__}: {error})")
            continue
        if not isinstance(loaded, Family):
            _warn(entry_point, f"is a {type(loaded).__name__}, not a Family")
        elif loaded.name in FAMILIES or loaded.name in found:
            _warn(entry_point, f"has the name {loaded.name!r}, which is taken")
        else:
            found[loaded.name] = loaded
    return found


def _warn(entry_point: metadata.EntryPoint, what: str) -> None:
    message = f"The family of models {entry_point.name!r} ({entry_point.value}) {what}; it is left out."
    warnings.warn(message, RuntimeWarning, stacklevel=2)
