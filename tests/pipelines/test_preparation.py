from __future__ import annotations

import warnings

import numpy as np
import pytest

from jupyter_metaml.pipelines import BuildContext, FeatureLayout
from jupyter_metaml.pipelines.preparation import scaled_columns, target_encoder, tree_columns


def rows(n_rows=100, n_levels=40):
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=n_rows), rng.integers(0, n_levels, n_rows), rng.integers(0, 3, n_rows)])
    X[::7, 0] = np.nan
    return X, (X[:, 1] % 2).astype(np.int64)


def test_trees_take_a_matrix_of_few_levels_as_it_is(context):
    columns = tree_columns(context("ncn", c1=5), max_levels=15)

    assert columns.steps == []
    assert columns.categories == (1,)


def test_many_levels_become_target_statistics_behind_the_rest(context):
    columns = tree_columns(context("ncc", c1=40, c2=3), max_levels=15)
    X, y = rows()

    found = columns.transformer.fit_transform(X, y)

    np.testing.assert_array_equal(found[:, :2], X[:, [0, 2]])
    assert columns.categories == (1,)
    assert columns.n_columns == found.shape[1] == 3


def test_several_classes_have_a_statistic_each(context):
    columns = tree_columns(context("ncc", "multiclass", c1=40, c2=3), max_levels=15)
    X, y = rows()

    found = columns.transformer.fit_transform(X, np.arange(len(y)) % 3)

    assert columns.n_columns == found.shape[1] == 2 + 3


def test_many_classes_keep_the_codes(context):
    columns = tree_columns(context("nc", "multiclass", c1=40, n_classes=30), max_levels=15)

    assert columns.transformer is None
    assert columns.categories == ()


def test_target_statistics_are_learned_out_of_fold(context):
    X, y = np.arange(100.0)[:, None], np.arange(100) % 2

    found = target_encoder(context(n_rows=100)).fit_transform(X, y)

    # each level has a single row, so that an honest encoder knows nothing of it
    np.testing.assert_allclose(found, 0.5, atol=0.05)


def test_target_statistics_of_few_rows_do_not_fail(context):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = target_encoder(context(n_rows=6)).fit_transform(np.arange(6.0)[:, None] % 2, [0, 1, 0, 1, 0, 1])

    assert np.isfinite(found).all()


@pytest.mark.parametrize("scaler", ["robust", "quantile"])
def test_scaled_columns_are_complete_and_of_one_size(context, scaler):
    X, y = rows()

    found = scaled_columns(context("ncc", c1=40, c2=3), scaler=scaler).fit_transform(X, y)

    assert np.isfinite(found).all()
    assert found[:, 0].std() == pytest.approx(1.0)


def test_missing_cells_are_flagged(context):
    X, y = rows()

    found = scaled_columns(context("n")).fit_transform(X[:, :1], y)

    assert found.shape == (100, 2)
    assert set(np.isnan(X[found[:, 1] > 0, 0])) == {True}


def test_column_without_any_value_stays_finite(context):
    found = scaled_columns(context("n")).fit_transform(np.full((10, 1), np.nan), np.arange(10) % 2)

    assert np.isfinite(found).all()


def test_levels_beyond_the_frequent_ones_share_a_column(context):
    X, y = rows(600, n_levels=100)

    found = scaled_columns(context("nc", c1=100, n_rows=600), encode_target=False).fit_transform(X[:, :2], y)

    assert found.shape[1] == 2 + 30


def test_unseen_and_missing_levels_are_predicted(context):
    X, y = rows()
    columns = scaled_columns(context("ncc", c1=40, c2=3)).fit(X, y)

    found = columns.transform(np.array([[np.nan, 39.0, np.nan], [1.0, np.nan, 2.0]]))

    assert np.isfinite(found).all()


def test_december_and_january_are_neighbours():
    layout = FeatureLayout(names=("when: month",), kinds=("date",), n_levels=(0,))
    columns = scaled_columns(BuildContext(layout=layout, kind="binary", n_classes=2, n_rows=12))
    months = np.arange(1.0, 13.0)[:, None]

    circle = columns.fit_transform(months, np.arange(12) % 2)[:, 1:]

    step, jump = np.linalg.norm(circle[1] - circle[0]), np.linalg.norm(circle[11] - circle[0])
    assert jump == pytest.approx(step)
