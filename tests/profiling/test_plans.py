from __future__ import annotations

import pickle

import pytest

from jupyter_metaml.profiling import ColumnKind, ColumnPlan, NumberFormat, Treatment


def plan(treatment):
    return ColumnPlan(
        name="price",
        kind=ColumnKind.CATEGORY,
        treatment=treatment,
        reason="Because.",
        number_format=NumberFormat(decimal=","),
    )


@pytest.mark.parametrize("treatment", list(Treatment))
def test_everything_but_a_dropped_column_is_kept(treatment):
    assert plan(treatment).is_kept is (treatment != "drop")


def test_a_plan_survives_the_way_to_a_worker():
    assert pickle.loads(pickle.dumps(plan(Treatment.NUMBER))) == plan(Treatment.NUMBER)


def test_equal_plans_have_equal_hashes():
    assert len({plan(Treatment.DROP), plan(Treatment.DROP)}) == 1
