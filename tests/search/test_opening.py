"""The first model does not wait for what knowledge says."""

from __future__ import annotations

import pytest

from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Recommended, SearchSettings, SearchStarted, TrialFinished, TrialStarted, run_search
from jupyter_metaml.search import opening as opening_module
from jupyter_metaml.search.advice import Advice
from jupyter_metaml.search.opening import Opening

LINEAR, TREES = (
    Recommendation(rank=rank, configuration=Configuration.of(name), title=name, why="")
    for rank, name in ((1, "linear"), (2, "lightgbm"))
)


def opened(head: Recommendation | None) -> tuple[Opening, list[str]]:
    asked: list[str] = []

    def ask() -> Advice:
        asked.append("advice")
        return Advice(first=(LINEAR, TREES))

    return Opening(ask, head), asked


def test_the_head_comes_without_waiting_and_advice_once():
    opening, asked = opened(LINEAR)

    assert opening.next({}, ()) == LINEAR.configuration
    assert asked == []
    assert opening.next({}, [LINEAR.configuration]) == TREES.configuration
    assert opening.next({}, [LINEAR.configuration, TREES.configuration]) is None
    assert asked == ["advice"]


def test_without_a_head_advice_decides_on_the_first():
    opening, asked = opened(None)

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
            max_trials=2, executor="inline", families=families, meta=meta, save_run=False, time_budget_s=60
        )
        run_search(binary_task, profile_task(binary_task), settings, listeners=[told.append])
        return told

    return search


@pytest.mark.parametrize("meta", ["off", "shipped"])
def test_a_linear_model_is_there_before_a_search_asks_what_is_known(heard, meta):
    told = heard(meta, "linear", "lightgbm")
    (started,) = (event for event in told if isinstance(event, SearchStarted))
    (recommended,) = (event for event in told if isinstance(event, Recommended))
    first = next(event for event in told if isinstance(event, TrialFinished))

    assert told.index(first) < told.index("asks") < told.index(recommended)
    assert told.count("asks") == 1
    assert [item.configuration for item in started.recommendations] == [first.trial.configuration]
    assert recommended.recommendations[0].configuration == first.trial.configuration
    assert len(recommended.recommendations) > 1


def test_without_a_linear_model_a_search_asks_before_its_first_trial(heard):
    told = heard("shipped", "lightgbm", "extra_trees")
    kinds = [type(event) for event in told]

    assert told.index("asks") < kinds.index(Recommended) < kinds.index(TrialStarted)
    assert told[0].recommendations == ()
