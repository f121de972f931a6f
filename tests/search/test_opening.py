"""The first model does not wait for what knowledge says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration, shape_of
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Recommended, SearchSettings, SearchStarted, TrialFinished, TrialStarted, run_search
from jupyter_metaml.search import opening as opening_module
from jupyter_metaml.search.advice import Advice, advise, heads_of
from jupyter_metaml.search.opening import Opening
from jupyter_metaml.search.proposals import Proposer
from jupyter_metaml.search.start import recommended_start, usable_families

LINEAR, TREES = (
    Recommendation(rank=rank, configuration=Configuration.of(name), title=name, why="")
    for rank, name in ((1, "linear"), (2, "lightgbm"))
)


def opened(*heads: Recommendation) -> tuple[Opening, list[str]]:
    asked: list[str] = []

    def ask() -> Advice:
        asked.append("advice")
        return Advice(first=(LINEAR, TREES))

    return Opening(ask, heads), asked


def test_heads_come_without_advice_and_advice_once():
    opening, asked = opened(LINEAR)

    assert opening.next({}, ()) == LINEAR.configuration
    assert asked == []
    assert opening.next({}, [LINEAR.configuration]) == TREES.configuration
    assert opening.next({}, [LINEAR.configuration, TREES.configuration]) is None
    assert asked == ["advice"]


def test_what_the_next_proposal_waits_for_can_be_done_before(binary_task):
    shape = shape_of(binary_task, profile_task(binary_task))
    effort = plan_effort(shape, binary_task.splits, time_budget_s=30, n_jobs=1)
    opening, asked = opened(LINEAR)
    proposer = Proposer(opening, usable_families(shape, SearchSettings()), shape, effort, random_state=0, lag=1)
    assert proposer.propose({}).configuration.family == "linear"
    assert asked == []

    proposer.prepare()
    assert asked == ["advice"]
    assert proposer.propose({}).configuration.family == "lightgbm"
    assert asked == ["advice"]


@pytest.mark.parametrize(("n_trees", "n_heads"), [(99.0, 3), (100.0, 2)])
def test_with_few_rounds_hedges_are_heads_too(binary_task, n_trees, n_heads):
    shape = shape_of(binary_task, profile_task(binary_task))
    planned = plan_effort(shape, binary_task.splits, time_budget_s=30, n_jobs=1)
    effort = replace(planned, n_trees=n_trees)
    settings = SearchSettings(meta="shipped")
    heads = heads_of(recommended_start(shape, effort, settings), effort)

    first = advise(binary_task, profile_task(binary_task), shape, effort, settings).first

    assert [item.configuration for item in heads] == [item.configuration for item in first[:n_heads]]
    assert len(first) > n_heads


def test_without_heads_advice_decides_on_the_first():
    opening, asked = opened()

    assert opening.next({}, ()) == LINEAR.configuration
    assert asked == ["advice"]


@pytest.fixture
def heard(binary_task, monkeypatch):
    """Return what a search tells, with a line for the moment at which it asks what is known."""

    def search(meta: str, *families: str) -> list[object]:
        told: list[object] = []
        advise = opening_module.advise

        def asked(*args: object, **options: object) -> Advice:
            told.append("asks")
            return advise(*args, **options)

        monkeypatch.setattr(opening_module, "advise", asked)
        settings = SearchSettings(
            max_trials=3, executor="inline", families=families, meta=meta, save_run=False, time_budget_s=60
        )
        run_search(binary_task, profile_task(binary_task), settings, listeners=[told.append])
        return told

    return search


@pytest.mark.parametrize("meta", ["off", "shipped"])
def test_a_linear_model_and_trees_are_there_before_a_search_asks_what_is_known(heard, meta):
    told = heard(meta, "linear", "lightgbm", "extra_trees")
    (started,) = (event for event in told if isinstance(event, SearchStarted))
    (recommended,) = (event for event in told if isinstance(event, Recommended))
    first, second, _ = (event for event in told if isinstance(event, TrialFinished))

    assert told.index(first) < told.index(second) < told.index("asks") < told.index(recommended)
    assert told.count("asks") == 1
    heads = [event.trial.configuration for event in (first, second)]
    assert [head.family for head in heads] == ["linear", "lightgbm"]
    assert [item.configuration for item in started.recommendations] == heads
    assert [item.configuration for item in recommended.recommendations[:2]] == heads
    assert len(recommended.recommendations) > 2


def test_without_a_linear_model_a_search_asks_before_its_first_trial(heard):
    told = heard("shipped", "lightgbm", "extra_trees")
    kinds = [type(event) for event in told]

    assert told.index("asks") < kinds.index(Recommended) < kinds.index(TrialStarted)
    assert told[0].recommendations == ()


def test_an_interrupt_while_knowledge_is_read_keeps_the_first_models(binary_task, monkeypatch):
    advise, calls = opening_module.advise, []

    def interrupted_once(*args: object, **options: object) -> Advice:
        calls.append(args)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return advise(*args, **options)

    monkeypatch.setattr(opening_module, "advise", interrupted_once)
    settings = SearchSettings(executor="inline", meta="shipped", save_run=False, time_budget_s=60)

    history = run_search(binary_task, profile_task(binary_task), settings).history

    assert history.stop_reason == "interrupt"
    assert {trial.number for trial in history.trials} == {0, 1, 2}
    assert 0 < len(history.blend.members) == len(set(history.blend.members) & {1, 2})
    assert len(history.recommendations) > 1
