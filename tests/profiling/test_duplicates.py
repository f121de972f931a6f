from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.duplicates import find_duplicates
from jupyter_metaml.profiling.readings import read_table


def duplicates_of(frame, y=None, ignored=()):
    return find_duplicates(read_table(frame), ignored=frozenset(ignored), y=y)


FRAME = pd.DataFrame(
    {
        "number": [1.0, 1.0, np.nan, np.nan, 0.0, -0.0, 7.0],
        "word": ["a", "a", "b", "b", "c", "c", np.nan],
        "day": pd.to_datetime(["2020-01-01"] * 7),
    }
)


def test_rows_are_equal_when_all_their_cells_are():
    found = duplicates_of(FRAME)

    assert found.n_repeats == 3
    assert found.different.tolist() == [0, 2, 4, 6]
    assert duplicates_of(FRAME.drop_duplicates()).n_repeats == 0


def test_the_same_value_in_another_column_is_another_row():
    assert duplicates_of(pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]})).n_repeats == 0


def test_columns_that_are_ignored_do_not_tell_rows_apart():
    frame = FRAME.assign(key=range(7))

    assert duplicates_of(frame).n_repeats == 0
    assert duplicates_of(frame, ignored=[3]).n_repeats == 3


def test_equal_rows_with_different_classes_bound_the_accuracy():
    found = duplicates_of(FRAME, np.array([0, 1, 0, 0, 0, 1, 1]))

    assert found.n_disagreeing == 4
    assert found.ceiling == pytest.approx(5 / 7)


def test_equal_rows_with_different_numbers_bound_the_explained_variance():
    frame = pd.DataFrame({"a": [1, 1, 2, 2]})

    found = duplicates_of(frame, np.array([0.0, 2.0, 10.0, 12.0]))

    assert found.n_disagreeing == 4
    assert found.ceiling == pytest.approx(1 - 4 / 104)


def test_few_values_are_expected_to_repeat():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.integers(0, 2, 500), "b": rng.choice(["x", "y"], 500)})

    found = duplicates_of(frame)

    assert found.n_repeats == 496
    assert found.n_expected >= 400


def test_a_table_without_columns_has_no_duplicates():
    assert duplicates_of(pd.DataFrame(index=range(5))).n_repeats == 0
    assert duplicates_of(pd.DataFrame({"a": []})).repeated_share == 0.0
