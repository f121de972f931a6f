from __future__ import annotations

import numpy as np
import pytest
from source_tables import harvest, species

from jupyter_metaml.generation import (
    DiscretisedTarget,
    MergedClasses,
    OneGroup,
    OneVersusRest,
    OtherTarget,
    Sizes,
    SomeColumns,
    SomeRows,
)

SMALL = Sizes(max_rows=200, max_columns=4)
CUTS = [
    (SomeRows(sizes=SMALL), species),
    (SomeColumns(sizes=SMALL), species),
    (OtherTarget(), species),
    (MergedClasses(), species),
    (OneVersusRest(), species),
    (DiscretisedTarget(), harvest),
    (OneGroup(), harvest),
]


@pytest.mark.parametrize(("cut", "source"), CUTS, ids=lambda value: getattr(type(value), "__name__", None))
class TestCuts:
    def test_family_stays_and_the_source_is_not_changed(self, cut, source):
        table = source()

        part = cut.apply(table, np.random.default_rng(2))

        assert cut.suits(table)
        assert part.family == table.family
        assert table.frame.equals(source().frame)

    def test_same_state_gives_the_same_part(self, cut, source):
        first, second = (cut.apply(source(), np.random.default_rng(2)) for _ in range(2))

        assert first.frame.equals(second.frame)
        assert (first.target, first.kind) == (second.target, second.kind)
