"""What a meta-learner brings decides what a search tries first, and where its sampler starts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration, shape_of
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Lessons, SearchSettings
from jupyter_metaml.search.advice import advise
from jupyter_metaml.search.opening import Opening
from jupyter_metaml.search.proposals import N_NEAR, Proposer
from jupyter_metaml.search.start import usable_families

SETTINGS = SearchSettings(time_budget_s=30, meta="off", families=("linear", "nearest_neighbours"))
OWN = Configuration.of("linear", C=0.25)


class OneLesson:
    """Knows one task; tries its own configuration first, and draws near a value of its own."""

    def __init__(self) -> None:
        task = TaskRecord(
            id="t", family="", origin="own", kind="binary", metric="roc_auc", n_rows=9, n_columns=2, n_classes=2
        )
        self.base = KnowledgeBase.of([(task, [TrialRecord(configuration=OWN, status="done", score=0.9, loss=0.1)])])
        self.asked = {}

    def opened(self, first, *, record, shape, query):
        self.asked = {"record": record, "shape": shape, "query": query}
        own = Recommendation(rank=1, configuration=OWN, title="own", why="learned")
        return (own, *(replace(item, rank=item.rank + 1) for item in first))

    def near(self, family, shape, rng):
        return Configuration.of("linear", C=round(2.0 + rng.random(), 4)) if family == "linear" else None


@pytest.fixture
def advised(binary_task):
    profile = profile_task(binary_task)
    shape = shape_of(binary_task, profile)
    effort = plan_effort(shape, binary_task.splits, time_budget_s=30, n_jobs=1)
    lessons: Lessons = OneLesson()
    return advise(binary_task, profile, shape, effort, SETTINGS, lessons), lessons, shape, effort


def test_lessons_are_told_of_the_table_and_decide_what_is_first(advised, binary_task):
    advice, lessons, shape, _ = advised

    assert [item.configuration.family for item in advice.first] == ["linear", "linear", "nearest_neighbours"]
    assert advice.first[0].configuration == OWN
    assert lessons.asked["shape"] == shape
    assert lessons.asked["record"].n_rows == binary_task.n_rows
    assert lessons.asked["query"].allowed == {"linear", "nearest_neighbours"}


def test_a_cold_start_is_kept_for_comparison(advised):
    advice, _, _, _ = advised

    assert advice.n_known_tasks == 1
    assert OWN not in advice.cold_start
    assert len(advice.cold_start) == 2


def test_the_sampler_starts_near_what_was_learned(advised, make_trial):
    advice, _, shape, effort = advised
    proposer = Proposer(Opening(lambda: advice), usable_families(shape, SETTINGS), shape, effort, random_state=0, lag=1)
    trials, proposals = {}, []
    for number in range(1, 24):
        proposals.append(proposer.propose(trials))
        configuration = proposals[-1].configuration
        loss = 0.1 if configuration.family == "linear" else 0.9
        trials[number] = make_trial(number, [[0.5, 0.5]], loss=loss, configuration=configuration)

    searched = [item for item in proposals if item.origin == "searched" and item.configuration.family == "linear"]
    is_near = [2.0 <= item.configuration.get("C") <= 3.0 for item in searched]
    # two points of the family come from the recommendations
    assert is_near[: N_NEAR - 2] == [True] * (N_NEAR - 2)
    assert not all(is_near[N_NEAR - 2 :])
