from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jupyter_metaml.automl.meta.centre import Centre
from jupyter_metaml.automl.meta.family_space import FamilySpace
from jupyter_metaml.automl.meta.learned_start import LearnedStart
from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
from jupyter_metaml.metalearning import Query, Recommendation
from jupyter_metaml.pipelines import Configuration, TableShape

SHAPE = TableShape(
    kind="binary",
    n_rows=1_000,
    n_columns=10,
    n_features=10,
    n_classes=2,
    n_numbers=10,
    n_categories=0,
    max_levels=0,
    n_texts=0,
    n_dates=0,
    missing_share=0.0,
)
QUERY = Query(
    kind="binary",
    meta_features={},
    n_rows=1_000,
    n_columns=10,
    n_classes=2,
    budget_s=60.0,
    allowed=frozenset({"linear", "svm", "nearest_neighbours", "extra_trees"}),
)
TABLE = TaskRecord(
    id="new", family="", origin="own", kind="binary", metric="roc_auc", n_rows=1_000, n_columns=10, n_classes=2
)
CENTRES = {
    "svm": Centre(offsets={"C": 0.25}),
    "linear": Centre(offsets={"C": -0.25}),
    "mlp": Centre(),
}
FIRST = tuple(
    Recommendation(rank=rank, configuration=configuration, title="", why="")
    for rank, configuration in enumerate(
        [
            Configuration.of("linear"),
            Configuration.of("extra_trees"),
            Configuration.of("linear", C=7.0),
            Configuration.of("nearest_neighbours"),
        ],
        start=1,
    )
)


def seen(n_tasks: int = 3, *, svm_s: float = 0.1) -> KnowledgeBase:
    """Tasks on which SVM wins, then the linear model; the network fails."""
    trials = [
        TrialRecord(configuration=Configuration.of("linear", C=2.0), status="done", score=0.8, loss=0.4, fit_s=0.1),
        TrialRecord(configuration=Configuration.of("svm"), status="done", score=0.9, loss=0.2, fit_s=svm_s),
        TrialRecord(configuration=Configuration.of("mlp"), status="failed", score=None, loss=None, fit_s=0.1),
    ]
    return KnowledgeBase.of([(replace(TABLE, id=f"t{number}"), trials) for number in range(n_tasks)])


def families(recommendations) -> list[str]:
    return [item.configuration.family for item in recommendations]


def opened(start: LearnedStart, first=FIRST, record=TABLE):
    return start.opened(first, record=record, shape=SHAPE, query=QUERY)


def test_nothing_learned_changes_nothing():
    assert opened(LearnedStart(base=KnowledgeBase.empty())) == FIRST


def test_the_centre_of_the_best_family_comes_first():
    first = opened(LearnedStart(base=seen(), centres=CENTRES))

    default = FamilySpace.of("svm", SHAPE).default["C"]
    assert first[0].configuration.get("C") == pytest.approx(10 * default)
    assert "centre of 3 tasks" in first[0].title
    assert "best family on 3 of them" in first[0].why
    assert [item.rank for item in first] == list(range(1, len(first) + 1))


def test_a_centre_takes_the_place_of_the_plain_default_only():
    first = opened(LearnedStart(base=seen(), centres=CENTRES))

    assert families(first) == ["svm", "linear", "extra_trees", "linear", "nearest_neighbours"]
    assert first[3].configuration == Configuration.of("linear", C=7.0)


def test_families_that_are_not_wanted_have_no_centre():
    assert "mlp" not in families(opened(LearnedStart(base=seen(), centres=CENTRES)))


def test_what_would_eat_the_budget_waits():
    first = opened(LearnedStart(base=seen(svm_s=50.0), centres=CENTRES))

    assert first[0].configuration.family == "linear"


def test_the_best_of_this_very_table_comes_before_all_else():
    first = opened(LearnedStart(base=seen(), centres=CENTRES), record=replace(TABLE, id="t1"))

    assert [item.configuration for item in first[:2]] == [Configuration.of("svm"), Configuration.of("linear", C=2.0)]
    assert "this very table" in first[0].why
    assert len({item.configuration for item in first}) == len(first)


def test_to_explore_is_to_try_what_few_tasks_have_tried():
    first = opened(LearnedStart(base=seen(), centres=CENTRES, explores=True))

    assert families(first) == ["svm", "extra_trees", "nearest_neighbours", "linear", "linear"]


def test_beside_a_recommender_the_centres_take_three_places():
    spoken = [replace(item, expected_s=0.5) for item in FIRST]
    first = opened(LearnedStart(base=seen(), centres=CENTRES), first=spoken)
    again = opened(LearnedStart(base=seen(), centres=CENTRES), first=spoken, record=replace(TABLE, id="t1"))

    assert families(first) == ["svm", "linear", *families(FIRST)]
    assert [item.configuration.family for item in again[:3]] == ["svm", "linear", "svm"]


def test_draws_are_those_of_the_centre_and_depend_on_the_seed_alone():
    start = LearnedStart(base=seen(), centres=CENTRES)
    drawn = start.near("svm", SHAPE, np.random.default_rng(3))

    assert drawn == start.near("svm", SHAPE, np.random.default_rng(3))
    assert drawn.family == "svm"
    assert start.near("extra_trees", SHAPE, np.random.default_rng(3)) is None
