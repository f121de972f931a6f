from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.batches import draw_tables


@pytest.mark.parametrize("regression", [False, True])
@pytest.mark.parametrize("shape", [(1, 8, 1), (3, 50, 2), (9, 100, 12), (2, 600, 30)])
def test_batches_have_their_shape_and_finite_numbers(shape: tuple[int, int, int], regression: bool):
    for seed in range(5):
        batch = draw_tables(np.random.default_rng(seed), shape, regression=regression)

        assert batch.X.shape == shape
        assert batch.X.dtype == batch.y.dtype == np.float32
        assert batch.is_category.shape == (shape[0], shape[2])
        assert batch.y.shape == shape[:2]
        assert not np.isinf(batch.X).any()
        assert np.isfinite(batch.y).all()


def test_the_same_seed_draws_the_same_tables():
    first, second = (draw_tables(np.random.default_rng(3), (6, 64, 5)) for _ in range(2))

    np.testing.assert_array_equal(first.X, second.X)
    np.testing.assert_array_equal(first.y, second.y)


def test_categories_hold_codes(rng):
    batch = draw_tables(rng, (60, 40, 6))

    codes = batch.X.transpose(0, 2, 1)[batch.is_category]
    known = codes[~np.isnan(codes)]
    assert len(known)
    assert (known >= 0).all()
    assert (known == np.floor(known)).all()


def test_classes_stay_below_their_count(rng):
    batch = draw_tables(rng, (60, 40, 3))

    assert (batch.y.max(axis=1) < batch.n_classes).all()
    assert batch.n_classes.min() == 2


def test_numbers_have_no_classes(rng):
    assert (draw_tables(rng, (4, 40, 3), regression=True).n_classes == 0).all()


@pytest.mark.parametrize("family", ["graph", "columns", "rules", "plans"])
def test_every_family_holds_tables_that_can_be_learned(family: str):
    def gain(seed: int) -> float:
        batch = draw_tables(np.random.default_rng(seed), (1, 300, 6), families={family: 1.0})
        X, y = np.nan_to_num(batch.X[0]), batch.y[0]
        right = RandomForestClassifier(30, random_state=0).fit(X[:200], y[:200]).score(X[200:], y[200:])
        return right - np.bincount(y[200:].astype(int)).max() / 100

    gains = np.array([gain(seed) for seed in range(16)])

    assert (gains > 0.05).mean() > 0.25


@pytest.mark.parametrize("shape", [(0, 50, 3), (2, 7, 3), (2, 50, 0)])
def test_shapes_without_content_are_refused(shape: tuple[int, int, int]):
    with pytest.raises(UsageError, match="at least 1 table, 8 rows and 1 column"):
        draw_tables(np.random.default_rng(0), shape)
