from __future__ import annotations

import numpy as np
from source_tables import harvest, species

from jupyter_metaml.generation import Sizes, SomeColumns


def test_features_are_a_part_and_roles_stay():
    cut = SomeColumns(sizes=Sizes(min_columns=3, max_columns=5))

    counts = set()
    for seed in range(30):
        part = cut.apply(harvest(), np.random.default_rng(seed))
        counts.add(len(part.features))
        assert {"yield", "garden"} <= set(part.frame.columns)
        assert list(part.frame.columns) == [name for name in harvest().frame.columns if name in part.frame.columns]

    assert counts == {3, 4, 5}


def test_a_third_of_the_features_is_kept():
    cut = SomeColumns(sizes=Sizes(min_columns=1, max_columns=60))

    fewest = min(len(cut.apply(species(), np.random.default_rng(seed)).features) for seed in range(50))

    assert fewest == len(species().features) // 3


def test_narrow_tables_are_left_whole():
    assert not SomeColumns(sizes=Sizes(min_columns=8)).suits(species())
    assert SomeColumns(sizes=Sizes(min_columns=7)).suits(species())
