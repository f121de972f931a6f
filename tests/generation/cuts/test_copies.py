from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.cuts.copies import gives_away

N_ROWS = 200
HEIGHT = np.random.default_rng(0).normal(size=N_ROWS)
NOISE = np.random.default_rng(1).normal(size=N_ROWS)


def beside_noise(column: np.ndarray) -> np.ndarray:
    return np.column_stack([NOISE, column])


@pytest.mark.parametrize("copy", [HEIGHT, -3 * HEIGHT + 7, np.exp(HEIGHT), HEIGHT.round(2)])
def test_same_order_gives_a_quantity_away(copy):
    assert gives_away(beside_noise(copy), HEIGHT, is_classification=False)


@pytest.mark.parametrize("column", [HEIGHT + 0.1 * NOISE, HEIGHT.round(), np.zeros(N_ROWS), np.abs(HEIGHT)])
def test_likeness_does_not_give_a_quantity_away(column):
    assert not gives_away(beside_noise(column), HEIGHT, is_classification=False)


def test_ranges_give_classes_away():
    assert gives_away(beside_noise(HEIGHT), np.digitize(HEIGHT, [-0.5, 0.5]), is_classification=True)
    assert not gives_away(beside_noise(HEIGHT + 0.1 * NOISE), np.digitize(HEIGHT, [-0.5, 0.5]), is_classification=True)


def test_levels_give_classes_away_when_each_has_rows_enough():
    levels = np.random.default_rng(2).integers(0, 20, N_ROWS)
    classes = np.random.default_rng(3).integers(0, 3, 20)[levels]

    assert gives_away(beside_noise(levels.astype(float)), classes, is_classification=True)
    assert not gives_away(beside_noise(np.arange(N_ROWS, dtype=float)), classes, is_classification=True)


def test_levels_with_an_exception_do_not_give_classes_away():
    levels = np.arange(N_ROWS) % 4
    classes = levels % 2
    classes[0] = 1

    assert not gives_away(beside_noise(levels.astype(float)), classes, is_classification=True)
