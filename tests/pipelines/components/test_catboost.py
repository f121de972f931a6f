from __future__ import annotations

import sys

import numpy as np
import pytest

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines import FitContext, family

CATBOOST = family("catboost")


def test_absent_package_is_named_with_its_extra(context, monkeypatch):
    monkeypatch.setitem(sys.modules, "catboost", None)

    with pytest.raises(MissingPackageError, match=r"jupyter_metaml\[catboost\]"):
        CATBOOST.build({}, context())


def test_categories_of_any_number_are_taken_as_such(context, tmp_path, monkeypatch):
    pytest.importorskip("catboost")
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=200), rng.integers(0, 30, 200)])
    X[::9, 1] = np.nan
    y = (X[:, 1] % 2 == 1).astype(np.int64)

    pipeline = CATBOOST.build({"n_estimators": 20, "learning_rate": 0.2}, context("nc", c1=30))
    outcome = CATBOOST.fit(pipeline, X, y, FitContext())

    assert outcome.pipeline["model"].get_cat_feature_indices() == [1]
    assert list(tmp_path.iterdir()) == []  # and nothing is written


def test_rate_follows_rows_as_its_authors_fitted_it(shape):
    # exp(0.246 ln(10000) - 5.127) * 0.3 ** -0.451
    assert CATBOOST.default(shape(n_rows=10_000))["learning_rate"] == pytest.approx(0.0984, abs=1e-3)


def test_many_classes_and_very_wide_tables_are_refused(shape):
    assert "classes" in CATBOOST.suits(shape(kind="multiclass", n_classes=100))
    assert "columns" in CATBOOST.suits(shape(n_features=10_000))
    assert CATBOOST.suits(shape()) is None


def test_size_of_one_hot_is_searched_with_categories_only(shape):
    assert "one_hot_max_size" in CATBOOST.space(shape(n_categories=2))
    assert "one_hot_max_size" not in CATBOOST.space(shape())
