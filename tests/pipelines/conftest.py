"""Makers of literal plans, layouts, contexts and shapes; and the contract of components, made importable."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from jupyter_metaml.pipelines import BuildContext, FeatureLayout, TableShape
from jupyter_metaml.profiling import ColumnKind, ColumnPlan, Treatment

sys.path.append(str(Path(__file__).parents[1] / "contracts"))

KIND_OF_TREATMENT = {
    "number": ColumnKind.NUMBER,
    "number from text": ColumnKind.NUMBER,
    "category": ColumnKind.CATEGORY,
    "date": ColumnKind.DATE,
    "text": ColumnKind.TEXT,
    "drop": ColumnKind.IDENTIFIER,
}


@pytest.fixture
def plan() -> Callable[..., ColumnPlan]:
    """Return a maker of plans: name and treatment, the rest by keyword."""

    def make(name: str, treatment: str, **changes: Any) -> ColumnPlan:
        fields = {"kind": KIND_OF_TREATMENT[treatment], "reason": "said so"} | changes
        return ColumnPlan(name=name, treatment=Treatment(treatment), **fields)

    return make


@pytest.fixture
def table(plan) -> Callable[..., tuple[Any, Any]]:
    """Return a maker of stand-ins of task and profile from a frame and its treatments."""

    def make(frame: pd.DataFrame, /, **treatments: str) -> tuple[Any, Any]:
        plans = tuple(plan(name, treatments[name]) for name in frame.columns)
        return SimpleNamespace(X=frame, dtypes={}), SimpleNamespace(plans=plans)

    return make


@pytest.fixture
def layout() -> Callable[..., FeatureLayout]:
    """Return a maker of layouts: one letter per column (n, c, d, t), levels by position."""

    def make(letters: str, **n_levels: int) -> FeatureLayout:
        kinds = {"n": "number", "c": "category", "d": "date", "t": "text"}
        names = tuple(f"column {place}" for place in range(len(letters)))
        levels = tuple(n_levels.get(f"c{place}", 3 if letter == "c" else 0) for place, letter in enumerate(letters))
        return FeatureLayout(names=names, kinds=tuple(kinds[letter] for letter in letters), n_levels=levels)

    return make


@pytest.fixture
def context(layout) -> Callable[..., BuildContext]:
    """Return a maker of contexts around a layout of letters."""

    def make(letters: str = "nn", kind: str = "binary", **changes: Any) -> BuildContext:
        n_levels = {name: changes.pop(name) for name in list(changes) if name[0] == "c" and name[1:].isdigit()}
        n_classes = {"binary": 2, "multiclass": 3, "regression": 0}[kind]
        fields = {"layout": layout(letters, **n_levels), "kind": kind, "n_classes": n_classes, "n_rows": 100}
        return BuildContext(**(fields | changes))

    return make


@pytest.fixture
def shape() -> Callable[..., TableShape]:
    """Return a maker of shapes: a small binary table of numbers, changed by keyword."""

    def make(**changes: Any) -> TableShape:
        fields: dict[str, Any] = {
            "kind": "binary",
            "n_rows": 1_000,
            "n_columns": 10,
            "n_features": 10,
            "n_classes": 2,
            "n_numbers": 10,
            "n_categories": 0,
            "max_levels": 0,
            "n_texts": 0,
            "n_dates": 0,
            "missing_share": 0.0,
        }
        return TableShape(**(fields | changes))

    return make
