"""Facts for people who ask why something does not work here; nothing heavy is imported to find them."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_metaml.notebook.arguments import DoctorRequest
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.views.bundles import bundle
from jupyter_metaml.notebook.views.html import Child, Html, element, join, text
from jupyter_metaml.notebook.views.markup import facts, page
from jupyter_metaml.notebook.views.visible_text import visible

if TYPE_CHECKING:
    from jupyter_metaml.notebook.display_mode import DisplayMode

_JUPYTER = ("ipython", "ipykernel", "jupyterlab", "notebook", "anywidget")
_NUMERICAL = ("numpy", "pandas", "scikit-learn", "scipy", "optuna", "lightgbm", "skops")
_OPTIONAL = ("catboost", "xgboost", "distributed", "polars", "pyarrow", "tabicl", "tabpfn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fact.

    Parameters
    ----------
    name, value : str
        What, and how it is.
    is_bad : bool, default=False
        Whether it keeps something from working.
    """

    name: str
    value: str
    is_bad: bool = False


def examine(display: DisplayMode, runs_dir: Path | None) -> tuple[Finding, ...]:
    """Collect the facts.

    Parameters
    ----------
    display : DisplayMode
        What was chosen, and why.
    runs_dir : Path or None
        Where runs are kept; None means the user's data directory.
    """
    from jupyter_metaml.search import RunStore

    root = RunStore(runs_dir).root
    return (
        Finding(name="jupyter_metaml", value=_own_version()),
        Finding(name="Python", value=f"{platform.python_version()} ({sys.executable})"),
        Finding(name="Jupyter", value=_versions(_JUPYTER)),
        Finding(name="Packages", value=_versions(_NUMERICAL)),
        Finding(name="Optional packages", value=_versions(_OPTIONAL)),
        _models(),
        Finding(name="Display", value=f"{display.mode}: {display.reason}"),
        Finding(name="Cores", value=f"{_allowed_cores()} allowed of {os.cpu_count()}"),
        Finding(name="Memory", value=_memory()),
        _place(root),
    )


def run_doctor(request: DoctorRequest, display: DisplayMode, area: OutputArea) -> None:
    """Show the facts."""
    findings = examine(display, request.runs_dir)
    area.settle(bundle(doctor_html(findings), doctor_text(findings)))


def doctor_html(findings: Sequence[Finding]) -> Html:
    """Return the facts as a list of names and values."""
    pairs: list[tuple[str, Child]] = [
        (
            entry.name,
            join(element("b", "Problem: ", class_="mml-bad") if entry.is_bad else None, text(entry.value, limit=400)),
        )
        for entry in findings
    ]
    return page(element("h3", "AutoML in this notebook"), facts(pairs))


def doctor_text(findings: Sequence[Finding]) -> str:
    """Return the same as lines of text."""
    width = max(len(entry.name) for entry in findings)
    return "\n".join(
        f"{entry.name:<{width}}  {'PROBLEM: ' if entry.is_bad else ''}{visible(entry.value, limit=400)}"
        for entry in findings
    )


def _own_version() -> str:
    import jupyter_metaml

    return f"{jupyter_metaml.__version__} ({Path(jupyter_metaml.__file__).parent})"


def _versions(packages: Sequence[str]) -> str:
    return ", ".join(f"{package} {_version(package)}" for package in packages)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _models() -> Finding:
    """Tell which families of models work here, and why the others do not."""
    from jupyter_metaml.pipelines import families, why_unavailable

    reasons = {family: why_unavailable(family) for family in families().values()}
    working = ", ".join(family.title for family, reason in reasons.items() if reason is None)
    left_out = {family: reason for family, reason in reasons.items() if reason is not None}
    # who has not installed an optional package does not miss it, and weights are fetched by who wants them
    missed = [
        family
        for family in left_out
        if family.weights is None and (family.requires not in _OPTIONAL or find_spec(family.requires))
    ]
    notes = [f"not {family.title}: {reason}" for family, reason in left_out.items()]
    return Finding(name="Models", value="; ".join([working, *notes]), is_bad=bool(missed))


def _allowed_cores() -> int:
    from joblib import cpu_count

    return int(cpu_count())


def _memory() -> str:
    import psutil

    memory = psutil.virtual_memory()
    return f"{memory.available / 2**30:.1f} GiB free of {memory.total / 2**30:.1f} GiB"


def _place(root: Path) -> Finding:
    """Tell where runs are kept, and whether they can be."""
    existing = next(path for path in (root, *root.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Finding(name="Runs", value=str(root))
    return Finding(name="Runs", value=f"{root} cannot be written; set JUPYTER_METAML_HOME", is_bad=True)
