from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.pipelines import FitContext, family, predict_on

LIGHTGBM = family("lightgbm")


@pytest.fixture
def product():
    """Give rows whose class is the sign of a product, which single splits cannot see."""
    X = np.random.default_rng(0).normal(size=(600, 3))
    return X, (X[:, 0] * X[:, 1] > 0).astype(np.int64)


def fitted(context, X, y, params=None, **changes):
    pipeline = LIGHTGBM.build({"n_estimators": 60, "learning_rate": 0.1} | (params or {}), context)
    return LIGHTGBM.fit(pipeline, X[:400], y[:400], FitContext(X_val=X[400:], y_val=y[400:], **changes))


def test_trees_after_the_best_round_are_dropped(context):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(600, 3)), rng.integers(0, 2, 600)

    outcome = fitted(context("nnn"), X, y, {"n_estimators": 500})

    assert outcome.pipeline["model"].booster_.num_trees() == outcome.found["n_estimators"] < 100


def test_crosses_of_new_rows_are_made_without_a_warning(context, product):
    X, y = product
    crosses = fitted(context("nnn"), X, y, {"cross": True}).pipeline["prepare"]

    assert crosses.transform(X[:5]).shape == (5, 12)  # as they are, products, differences: 3 + (3 + 3) + 3


def test_categories_are_split_as_sets(context):
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=600), rng.integers(0, 12, 600)])
    y = np.isin(X[:, 1], [1, 4, 5, 9]).astype(np.int64)

    outcome = fitted(context("nc", c1=12), X, y)

    assert "==" in {split["decision_type"] for split in _splits(outcome.pipeline["model"])}


def _splits(model):
    stack = [tree["tree_structure"] for tree in model.booster_.dump_model()["tree_info"]]
    while stack:
        node = stack.pop()
        if "decision_type" in node:
            yield node
            stack += [node["left_child"], node["right_child"]]


def test_crosses_give_the_trees_the_product(context, product):
    X, y = product

    model = fitted(context("nnn"), X, y, {"cross": True}).pipeline["model"].set_params(importance_type="gain")

    assert model.feature_importances_[3:].sum() > 5 * model.feature_importances_[:3].sum()


def test_scale_of_the_target_does_not_matter(context, product):
    X, _ = product
    y = X[:, 0]

    small, large = (fitted(context("nnn", "regression"), X, y * scale) for scale in (1e-6, 1e6))

    found, expected = (predict_on(outcome.pipeline, X, "regression", 0) for outcome in (small, large))
    np.testing.assert_allclose(found * 1e12, expected, rtol=1e-3, atol=1e3)


def test_more_than_fifty_levels_also_get_target_statistics(context):
    pipeline = LIGHTGBM.build({}, context("nc", c1=60))

    assert [name for name, *_ in pipeline["prepare"].transformers] == ["all", "levels"]


def test_sixth_dimension_follows_the_table(shape):
    assert "cross" in LIGHTGBM.space(shape())
    assert "cat_smooth" in LIGHTGBM.space(shape(n_features=100, max_levels=20))
    assert "reg_lambda" in LIGHTGBM.space(shape(n_features=100))


@pytest.mark.parametrize("n_rows", [10, 300, 10_000, 1_000_000])
@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_default_lies_inside_the_space_at_any_size(shape, n_rows, kind):
    small = shape(n_rows=n_rows, kind=kind)
    default, space = LIGHTGBM.default(small), LIGHTGBM.space(small)

    for name in ("learning_rate", "num_leaves", "min_child_samples", "colsample_bytree"):
        assert space[name].low <= default[name] <= space[name].high
