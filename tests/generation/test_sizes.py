from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import Sizes


def test_sizes_are_drawn_between_their_bounds():
    sizes, rng = Sizes(min_rows=50, max_rows=200, min_columns=1, max_columns=3), np.random.default_rng(0)

    rows = [sizes.draw_rows(rng) for _ in range(500)]
    columns = [sizes.draw_columns(rng) for _ in range(500)]

    assert 50 <= min(rows) < 55
    assert 190 < max(rows) <= 200
    assert set(columns) == {1, 2, 3}


def test_orders_of_magnitude_are_alike():
    sizes, rng = Sizes(min_rows=100, max_rows=10_000), np.random.default_rng(0)

    rows = np.array([sizes.draw_rows(rng) for _ in range(2_000)])

    assert 0.45 < np.mean(rows < 1_000) < 0.55


def test_what_is_there_is_an_upper_bound():
    sizes, rng = Sizes(), np.random.default_rng(0)

    assert {sizes.draw_rows(rng, at_most=60) for _ in range(20)} == {60}
    assert max(sizes.draw_columns(rng, at_most=3) for _ in range(50)) == 3


@pytest.mark.parametrize(
    "bounds",
    [{"min_rows": 10}, {"min_rows": 200, "max_rows": 100}, {"min_columns": 0}, {"max_columns": 1}, {"max_classes": 1}],
)
def test_bounds_between_which_nothing_lies_are_refused(bounds):
    with pytest.raises(UsageError, match="not usable"):
        Sizes(**bounds)
