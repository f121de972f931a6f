from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.evidence import evidence_for, family_weights
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.pipelines import Configuration

NAN = np.nan


def test_only_tasks_of_the_kind_count_when_there_are_enough(make_base, make_task):
    tasks = [make_task(number, kind="binary" if number < 10 else "multiclass") for number in range(15)]
    base = make_base([[0.1, 0.2, 0.3]] * 15, tasks=tasks)

    evidence = evidence_for(base, "binary")

    assert evidence.n_tasks == 10
    assert not evidence.is_borrowed


def test_few_tasks_of_two_classes_borrow_from_more_classes(make_base, make_task):
    kinds = ["binary"] * 4 + ["multiclass"] * 5 + ["regression"] * 6
    tasks = [make_task(number, kind=kind) for number, kind in enumerate(kinds)]
    base = make_base([[0.1, 0.2, 0.3]] * 15, tasks=tasks)

    assert evidence_for(base, "binary").n_tasks == 9
    assert evidence_for(base, "binary").is_borrowed
    assert evidence_for(base, "regression").n_tasks == 6


def test_configurations_that_few_tasks_tried_are_left_out(make_base):
    base = make_base([[0.1, 0.2, 0.3], [0.1, 0.2, NAN], [0.2, 0.1, NAN], [0.1, 0.3, NAN]])

    evidence = evidence_for(base, "binary")

    assert evidence.configurations == base.configurations[:2]


def test_gaps_get_the_median_of_the_tasks_that_tried(make_base):
    rows = [[0.0, 0.1, 0.2, 0.3], [0.0, 0.2, 0.1, 0.3], [0.0, NAN, 0.1, 0.2]]
    base = make_base(rows, configurations=tuple(Configuration.of("mlp", width=width) for width in range(4)))

    errors = evidence_for(base, "binary").errors

    assert np.isfinite(errors).all()
    assert errors[2, 1] == pytest.approx(np.median(errors[:2, 1]))


def test_tasks_that_know_next_to_nothing_are_left_out(make_base):
    base = make_base([[0.1, 0.2, 0.3]] * 3 + [[0.1, NAN, NAN]])

    assert evidence_for(base, "binary").n_tasks == 3


def test_same_base_is_prepared_once(make_base):
    base = make_base([[0.1, 0.2, 0.3]] * 3)

    assert evidence_for(base, "binary") is evidence_for(base, "binary")


def test_family_counts_for_three_tasks_at_most(make_task):
    tasks = [make_task(number, family="big") for number in range(12)] + [make_task(12), make_task(13)]

    weights = family_weights(tasks)

    np.testing.assert_allclose(weights, [0.25 / 5.0] * 12 + [0.2, 0.2])


def test_empty_base_is_empty_evidence():
    evidence = evidence_for(KnowledgeBase.empty(), "binary")

    assert evidence.is_empty
    assert evidence.n_tasks == 0


def test_allowed_positions_follow_the_query(make_base, make_task):
    evidence = evidence_for(make_base([[0.1, 0.2, 0.3]]), "binary")
    query = Query.of_record(make_task(), budget_s=1.0)

    assert evidence.allowed(query).tolist() == [0, 1, 2]
