from __future__ import annotations

import sys

import numpy as np
import pytest

from jupyter_metaml.pipelines import BuildContext, FeatureLayout, FitContext
from jupyter_metaml.pipelines.components.prior_fitted import PRIOR_FITTED, build, fold_s, suits

MIXED = FeatureLayout(names=("n", "level"), kinds=("number", "category"), n_levels=(0, 3))


def test_tables_beyond_those_of_the_training_are_refused_with_the_reason(shape):
    assert suits(shape(n_rows=2_000, n_features=100, n_classes=10)) is None
    assert "at most 2,000" in suits(shape(n_rows=2_001))
    assert "at most 100" in suits(shape(n_features=101))
    assert "at most 10" in suits(shape(n_classes=11))


def test_twice_as_many_members_take_twice_as_long(shape):
    two, four = (fold_s({"n_members": n}, shape(), 100, 20) for n in (2, 4))

    assert four == pytest.approx(2 * two)
    assert fold_s({}, shape(), 100, 20) == two


def test_numbers_take_longer_than_classes(shape):
    numbers = shape(kind="regression", n_classes=0)

    assert fold_s({}, shape(), 100, 20) < fold_s({}, numbers, 100, 20) < 2 * fold_s({}, shape(), 100, 20)


@pytest.fixture
def levels():
    """Return rows whose class is whether the code of a level is the middle one."""
    codes = np.tile([0.0, 1.0, 2.0], 40)
    X = np.column_stack([np.random.default_rng(0).normal(size=120), codes])
    return X, (codes == 1.0).astype(np.int64)


def test_codes_of_categories_are_read_as_levels(levels):
    X, y = levels
    context = BuildContext(layout=MIXED, kind="binary", n_classes=2, n_rows=len(y))

    fitted = PRIOR_FITTED.fit(build({}, context), X, y, FitContext()).pipeline

    assert fitted[-1].reader_.is_category.tolist() == [False, True]
    assert (fitted.predict(X) == y).mean() > 0.95


def test_an_unseen_level_is_an_empty_cell(levels):
    X, y = levels
    context = BuildContext(layout=MIXED, kind="binary", n_classes=2, n_rows=len(y))
    fitted = PRIOR_FITTED.fit(build({}, context), X, y, FitContext()).pipeline
    unseen, empty = X[:3].copy(), X[:3].copy()
    unseen[:, 1], empty[:, 1] = 7.0, np.nan

    np.testing.assert_array_equal(fitted.predict_proba(unseen), fitted.predict_proba(empty))


def test_members_and_seed_are_those_asked_for():
    context = BuildContext(layout=MIXED, kind="regression", n_classes=0, n_rows=50, random_state=7)

    model = build({"n_members": 4}, context)[-1]

    assert (model.n_members, model.random_state) == (4, 7)


def test_torch_is_not_needed(levels, monkeypatch):
    X, y = levels
    monkeypatch.setitem(sys.modules, "torch", None)
    context = BuildContext(layout=MIXED, kind="binary", n_classes=2, n_rows=len(y))

    fitted = PRIOR_FITTED.fit(build({}, context), X, y, FitContext()).pipeline

    assert fitted.predict_proba(X).shape == (120, 2)
