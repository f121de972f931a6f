"""Selection keeps the columns that speak about the target."""

from __future__ import annotations

import dataclasses
import pickle
from types import SimpleNamespace

import numpy as np
import pytest

from jupyter_metaml.pipelines import BuildContext, FeatureLayout, FitContext, family
from jupyter_metaml.pipelines.selection import selection_space, selection_steps

WIDE = FeatureLayout(names=tuple(f"x{i}" for i in range(40)), kinds=("number",) * 40, n_levels=(0,) * 40)
CONTEXT = BuildContext(layout=WIDE, kind="binary", n_classes=2, n_rows=120)


def test_few_columns_leave_nothing_to_choose():
    assert selection_space(SimpleNamespace(n_features=10)) == {}
    assert list(selection_space(SimpleNamespace(n_features=40))) == ["keep_percent"]


def test_keeping_all_adds_no_step():
    assert selection_steps({"keep_percent": 100}, CONTEXT) == []
    assert selection_steps({}, CONTEXT) == []


@pytest.mark.parametrize("name", ["linear", "svm"])
@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_columns_with_signal_survive_inside_a_fitted_pipeline(name, kind):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 40))
    y = X[:, 7] + X[:, 11] if kind == "regression" else (X[:, 7] + X[:, 11] > 0).astype(int)
    context = dataclasses.replace(CONTEXT, kind=kind, n_classes=0 if kind == "regression" else 2)

    pipeline = family(name).build({"keep_percent": 20}, context)
    fitted = family(name).fit(pipeline, X, y, FitContext()).pipeline

    kept = fitted["select"].get_support()
    assert kept.sum() == 8
    assert kept[7]
    assert kept[11]
    assert b"jupyter_metaml" not in pickle.dumps(fitted)
