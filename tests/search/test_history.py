"""The record of a search."""

from __future__ import annotations

from jupyter_metaml.search import Blend, History, SearchSettings


def test_best_trial_is_the_one_of_the_best_score_and_then_of_least_loss(make_trial):
    trials = (
        make_trial(0, None, model_file=None),
        make_trial(1, [[1, 0]], score=0.8, loss=0.1),
        make_trial(2, [[1, 0]], loss=0.3),
        make_trial(3, [[1, 0]], loss=0.4),
        make_trial(4, score=1.0),
    )
    history = History(
        run_id="r",
        trials=trials,
        blend=Blend(members=(2,), weights=(1.0,), loss=0.3, score=0.9),
        recommendations=(),
        settings=SearchSettings(),
        stop_reason="budget",
        started_at="2026-01-01T00:00:00+00:00",
        seconds=1.0,
    )

    assert history.best.number == 2
    assert history.baseline.number == 0
    assert [trial.number for trial in history.finished] == [1, 2, 3]
