"""Which families there are: the built-in ones, and those of installed packages.

A package offers a family through the entry point group ``jupyter_metaml.families``; the entry point loads a `Family`.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from types import MappingProxyType

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines.components.catboost import CATBOOST
from jupyter_metaml.pipelines.components.extra_trees import EXTRA_TREES
from jupyter_metaml.pipelines.components.hist_gradient_boosting import HIST_GRADIENT_BOOSTING
from jupyter_metaml.pipelines.components.lightgbm import LIGHTGBM
from jupyter_metaml.pipelines.components.linear import LINEAR
from jupyter_metaml.pipelines.components.mlp import MLP
from jupyter_metaml.pipelines.components.nearest_neighbours import NEAREST_NEIGHBOURS
from jupyter_metaml.pipelines.components.random_forest import RANDOM_FOREST
from jupyter_metaml.pipelines.components.svm import SVM
from jupyter_metaml.pipelines.components.text_linear import TEXT_LINEAR
from jupyter_metaml.pipelines.components.xgboost import XGBOOST
from jupyter_metaml.pipelines.family import Family
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.typing import Kind

ENTRY_POINTS = "jupyter_metaml.families"

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        family.name: family
        for family in (
            LINEAR,
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
        )
    }
)
"""The built-in families by name."""


def families() -> dict[str, Family]:
    """Return all families by name: the built-in ones first, then those of installed packages."""
    return {**FAMILIES, **_plugins()}


def family(name: str) -> Family:
    """Look a family up.

    Raises
    ------
    ConfigurationError
        If there is none of this name.
    """
    # the built-in ones do not wait for plugins to be imported
    found = FAMILIES.get(name) or families().get(name)
    if found is None:
        near = get_close_matches(name, families(), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        message = f"Family {name!r} does not exist.{hint} Families: {', '.join(families())}."
        raise ConfigurationError(message)
    return found


def available_families(kind: Kind, shape: TableShape) -> tuple[Family, ...]:
    """Return the families that are installed, take this kind of task and suit a table of this shape.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
    shape : TableShape
    """
    return tuple(
        family
        for family in families().values()
        if kind in family.kinds and is_installed(family) and family.suits(shape) is None
    )


def is_installed(family: Family) -> bool:
    """Tell whether the package that a family needs can be imported, without importing it."""
    return family.requires is None or find_spec(family.requires) is not None


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
