from __future__ import annotations

import numpy as np
from source_tables import harvest

from jupyter_metaml.generation import Sizes, SomeRows


def test_rows_are_a_part_in_their_order():
    cut = SomeRows(sizes=Sizes(min_rows=100, max_rows=200))

    lengths = []
    for seed in range(20):
        part = cut.apply(harvest(), np.random.default_rng(seed))
        lengths.append(len(part.frame))
        assert part.frame["number"].is_monotonic_increasing
        assert part.frame["number"].is_unique
        assert list(part.frame.columns) == list(harvest().frame.columns)
        assert (part.family, part.target, part.groups) == ("plants", "yield", "garden")

    assert 100 <= min(lengths) < max(lengths) <= 200


def test_small_tables_are_left_whole():
    assert not SomeRows(sizes=Sizes(min_rows=100)).suits(harvest(100))
    assert SomeRows(sizes=Sizes(min_rows=100)).suits(harvest(101))
