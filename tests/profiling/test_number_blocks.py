from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.number_blocks import number_block

NAN = np.nan


def block_of(*columns):
    return number_block(np.arange(len(columns)), np.array(columns, dtype=float))


def test_numbers_are_counted_column_by_column():
    block = block_of([3, 1, 3, NAN], [NAN, NAN, NAN, NAN], [np.inf, -np.inf, 1, 2], [0.5, 0.5, 0.5, 0.5])

    assert block.n_present.tolist() == [3, 0, 2, 4]
    assert block.n_infinite.tolist() == [0, 0, 2, 0]
    assert block.n_distinct.tolist() == [2, 0, 2, 1]


def test_extremes_pass_over_what_is_missing():
    block = block_of([3, NAN, 1, 2], [NAN, NAN, NAN, NAN])

    np.testing.assert_array_equal(block.minimum, [1, NAN])
    np.testing.assert_array_equal(block.maximum, [3, NAN])


def test_no_rows_have_no_extremes():
    block = number_block(np.arange(2), np.empty((2, 0)))

    assert np.isnan(block.minimum).all()
    assert np.isnan(block.maximum).all()
    assert block.n_distinct.tolist() == [0, 0]
