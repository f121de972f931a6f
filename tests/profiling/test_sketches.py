from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.sketches import sketch_numbers, sketch_values


def test_numbers_fall_into_twenty_bins_between_the_extremes():
    sketch = sketch_numbers(np.array([[0.0, 0.4, 10.0, np.nan, 20.0]]))[0]

    assert sketch.counts == (2, *[0] * 9, 1, *[0] * 8, 1)
    assert sketch.edges[0] == 0.0
    assert sketch.edges[-1] == 20.0
    assert len(sketch.edges) == 21
    assert (sketch.minimum, sketch.mean, sketch.maximum) == (0.0, pytest.approx(7.6), 20.0)


def test_one_value_is_one_bin():
    sketch = sketch_numbers(np.array([[3.0, 3.0, np.nan]]))[0]

    assert sketch.counts == (2,)
    assert sketch.edges == (3.0, 3.0)


def test_nothing_present_is_an_empty_sketch():
    assert sketch_numbers(np.array([[np.nan, np.nan]]))[0].counts == ()
    assert sketch_numbers(np.empty((2, 0)))[1].minimum is None
    assert sketch_numbers(np.empty((0, 5))) == []


def test_the_largest_numbers_do_not_overflow():
    sketch = sketch_numbers(np.array([[-1.7e308, 0.0, 1.7e308]]))[0]

    assert np.isfinite(sketch.edges).all()
    assert sum(sketch.counts) == 3
    assert np.isfinite(sketch.mean)


def test_levels_are_shown_most_frequent_first():
    values = [f"v{i}" for i in range(12)]
    counts = np.array([2, 5, 2, 9, 2, 2, 2, 2, 2, 2, 2, 2])

    sketch = sketch_values(values, counts)

    assert sketch.values[:3] == ("v3", "v1", "v0")
    assert sketch.counts[:3] == (9, 5, 2)
    assert len(sketch.values) == 10
    assert sketch.n_other == 4


def test_values_of_single_rows_are_counted_and_not_shown():
    sketch = sketch_values(["ada@example.org", "unknown", "bob@example.org"], np.array([1, 7, 1]))

    assert (sketch.values, sketch.counts, sketch.n_other) == (("unknown",), (7,), 2)


def test_long_values_are_cut_but_not_escaped():
    sketch = sketch_values(["<b>" + "x" * 1_000_000], np.array([2]))

    assert len(sketch.values[0]) == 200
    assert sketch.values[0].startswith("<b>")
