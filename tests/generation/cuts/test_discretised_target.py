from __future__ import annotations

import numpy as np
import pytest
from source_tables import harvest, species

from jupyter_metaml.generation import DiscretisedTarget
from jupyter_metaml.generation.errors import DraftError


def test_classes_are_ranges_of_the_quantity():
    old = harvest().answers
    counts, ratios = set(), []
    for seed in range(40):
        cut = DiscretisedTarget().apply(harvest(), np.random.default_rng(seed))
        bounds = old.groupby(cut.answers).agg(["min", "max"]).sort_values("min")
        assert (bounds["max"].to_numpy()[:-1] < bounds["min"].to_numpy()[1:]).all()
        sizes = cut.answers.value_counts()
        counts.add((len(sizes), cut.kind))
        ratios.append(sizes.max() / sizes.min())

    assert counts == {(2, "binary"), (3, "multiclass"), (4, "multiclass"), (5, "multiclass")}
    assert min(ratios) < 1.1
    assert max(ratios) > 3


def test_rows_without_a_quantity_get_no_class():
    source = harvest()
    source.frame.loc[:9, "yield"] = np.nan

    assert DiscretisedTarget().apply(source, np.random.default_rng(0)).answers.isna().sum() == 10


def test_equal_values_stay_together():
    source = harvest()
    source.frame["yield"] = source.frame["yield"].round()

    for seed in range(20):
        cut = DiscretisedTarget().apply(source, np.random.default_rng(seed))
        assert cut.answers.groupby(source.answers).nunique().eq(1).all()


def test_cuts_that_leave_one_class_are_refused():
    source = harvest()
    source.frame["yield"] = np.minimum(source.frame["number"], 10)

    with pytest.raises(DraftError, match="single class"):
        DiscretisedTarget().apply(source, np.random.default_rng(0))


def test_classes_are_no_quantity():
    assert DiscretisedTarget().suits(harvest())
    assert not DiscretisedTarget().suits(species())
