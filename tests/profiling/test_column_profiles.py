from __future__ import annotations

import pickle

from jupyter_metaml.profiling import ColumnKind, ColumnPlan, ColumnProfile, Sketch, Treatment


def test_a_column_profile_keeps_labels_that_are_no_strings():
    plan = ColumnPlan(name="2024", kind=ColumnKind.NUMBER, treatment=Treatment.NUMBER, reason="Numbers.")
    column = ColumnProfile(
        name="2024",
        label=(2024, "Q1"),
        dtype="int64",
        storage="number",
        kind=plan.kind,
        plan=plan,
        n_missing=0,
        n_distinct=3,
        sketch=Sketch(counts=(1, 2), edges=(0.0, 1.0, 2.0)),
    )

    assert pickle.loads(pickle.dumps(column)) == column
    assert column.label == (2024, "Q1")
