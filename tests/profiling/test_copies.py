from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.copies import class_copies, class_indicators, level_copies, linear_copies, monotone_copies
from jupyter_metaml.profiling.suspects import Suspects

RNG = np.random.default_rng(5)
CLASSES = RNG.integers(0, 3, 90)
NUMBERS = RNG.normal(size=90)


def suspects(*numbers, levels=()):
    lines = np.array(numbers, dtype=float).reshape(len(numbers), 90)
    n_distinct = [len(np.unique(line[~np.isnan(line)])) for line in lines]
    codes = {len(lines) + i: np.asarray(line, dtype=np.int32) for i, line in enumerate(levels)}
    return Suspects(
        numbers=lines,
        positions=np.arange(len(lines)),
        n_distinct=np.array(n_distinct, dtype=np.int64),
        levels=codes,
        n_levels={position: len(np.unique(line[line >= 0])) for position, line in codes.items()},
    )


def with_holes(line, share):
    holed = np.array(line, dtype=float)
    holed[np.random.default_rng(0).random(len(holed)) < share] = np.nan
    return holed


def test_classes_under_other_labels_are_copies():
    renamed = np.array([7.0, -1.0, 3.5])[CLASSES]

    assert class_copies(suspects(renamed, NUMBERS), CLASSES) == [0]
    assert class_copies(suspects(NUMBERS, levels=[(CLASSES + 1) % 3]), CLASSES) == [1]


def test_a_copy_with_holes_is_a_copy_where_something_is_present():
    assert class_copies(suspects(with_holes(CLASSES, 0.2)), CLASSES) == [0]
    assert class_copies(suspects(with_holes(CLASSES, 0.8)), CLASSES) == []


def test_what_is_missing_for_one_class_only_is_a_copy():
    codes = np.where(CLASSES == 2, -1, CLASSES)

    assert class_copies(suspects(levels=[codes]), CLASSES) == [0]


def test_a_column_that_differs_in_one_row_is_no_copy():
    nearly = CLASSES.copy()
    nearly[-1] = (nearly[-1] + 1) % 3

    assert class_copies(suspects(nearly), CLASSES) == []


def test_a_column_that_splits_classes_further_is_no_copy():
    finer = CLASSES * 2 + RNG.integers(0, 2, 90)

    assert class_copies(suspects(finer, levels=[finer]), CLASSES) == []


def test_a_match_that_chance_may_give_is_no_evidence():
    rare = (np.arange(90) == 17).astype(np.int64)

    assert class_copies(suspects(rare), rare) == []


def test_a_complete_set_of_indicators_spells_out_the_target():
    indicators = [(label == CLASSES).astype(float) for label in range(3)]

    assert class_indicators(suspects(NUMBERS, *indicators), CLASSES) == [1, 2, 3]
    assert class_indicators(suspects(*indicators[:2]), CLASSES) == [0, 1]


def test_one_indicator_of_three_classes_is_no_leak():
    assert class_indicators(suspects((CLASSES == 1).astype(float)), CLASSES) == []


def linear(columns):
    found = suspects(*columns)
    return list(linear_copies(found, NUMBERS, tried=(found, NUMBERS)))


def test_numbers_on_another_scale_are_linear_copies():
    celsius, negative = NUMBERS * 1.8 + 32, -NUMBERS
    single_precision = NUMBERS.astype(np.float32).astype(float)

    assert linear([celsius, negative, single_precision, RNG.normal(size=90)]) == [0, 1, 2]


def test_a_linear_copy_may_have_holes():
    assert linear([with_holes(NUMBERS, 0.3)]) == [0]
    assert linear([with_holes(NUMBERS, 0.9)]) == []


def test_noise_makes_a_copy_no_copy():
    assert linear([NUMBERS + 1e-3 * RNG.normal(size=90)]) == []


def monotone(columns, y=NUMBERS):
    found = suspects(*columns)
    return list(monotone_copies(found, y, tried=(found, y)))


def test_a_column_that_orders_rows_as_the_target_does_is_a_copy():
    assert monotone([np.exp(NUMBERS), -(NUMBERS**3), RNG.normal(size=90)]) == [0, 1]


def test_a_counter_is_no_copy_of_a_target_that_only_grows():
    growing = np.cumsum(RNG.random(90))

    assert monotone([np.arange(90.0)], growing) == []


def test_repeated_numbers_written_as_levels_are_copies():
    prices = RNG.choice([1.5, 2.5, 9.0], 90)
    codes = np.unique(prices, return_inverse=True)[1]

    assert level_copies(suspects(levels=[codes, RNG.integers(0, 3, 90)]), prices) == [0]


@pytest.mark.parametrize("find", [class_copies, class_indicators])
def test_no_columns_have_no_copies(find):
    assert find(suspects(), CLASSES) == []
