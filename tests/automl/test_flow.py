from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn import config_context

from jupyter_metaml import Run, fit, profile, recommend
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.search import SearchStarted, StopSignal, TrialFinished


def test_stopped_run_still_predicts(frame, quick):
    stop = StopSignal()

    def press(event):
        if isinstance(event, TrialFinished):
            stop.request(after_trial=True)

    options = {**quick, "max_trials": 5, "families": ("linear", "extra_trees")}
    run = fit(frame, target="species", save_run=False, listeners=[press], stop=stop, **options)

    assert run.state == "stopped"
    assert len(run.predict(frame)) == len(frame)


def test_interrupted_run_still_predicts(frame, quick):
    def interrupt(event):
        if isinstance(event, TrialFinished):
            raise KeyboardInterrupt

    run = fit(frame, target="species", save_run=False, listeners=[interrupt], **quick)

    assert run.state == "stopped"
    assert "it was interrupted" in str(run)


def test_test_frame_is_checked_before_the_search(frame, quick):
    events = []

    with pytest.raises(DataError, match="mass"):
        fit(frame, target="species", test=frame.drop(columns="mass"), listeners=[events.append], **quick)

    assert not any(isinstance(event, TrialFinished) for event in events)


def test_global_settings_neither_matter_nor_change(frame, quick, classes_run):
    """Fault row E18."""
    with (
        config_context(transform_output="pandas", enable_metadata_routing=True),
        np.errstate(all="raise"),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")
        run = fit(frame, target="species", save_run=False, **quick)
        predicted = run.predict_proba(frame)
        assert np.geterr()["divide"] == "raise"

    pd.testing.assert_frame_equal(predicted, classes_run.predict_proba(frame))


def test_frame_of_the_user_stays_as_it_was(frame, quick):
    """Promise R6."""
    before = frame.copy(deep=True)

    run = fit(frame, target="species", save_run=False, **quick)
    run.predict(frame)
    profile(frame, "species")
    recommend(frame, target="species")

    pd.testing.assert_frame_equal(frame, before)


def test_interrupt_while_the_test_frame_is_scored_costs_only_that_score(frame, quick, monkeypatch, caplog):
    def interrupt(run, test):
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "tested_on", interrupt)

    run = fit(frame.iloc[:45], target="species", test=frame.iloc[45:], save_run=False, **quick)

    assert run.test_score is None
    assert len(run.predict(frame)) == len(frame)
    assert "run.score(test)" in caplog.text


def test_scoring_the_test_frame_is_part_of_the_budget(frame, quick):
    events = []

    fit(frame.iloc[:45], target="species", test=frame, save_run=False, listeners=[events.append], **quick)

    (started,) = [event for event in events if isinstance(event, SearchStarted)]
    assert started.budget_s < quick["time_budget_s"]


def test_budget_that_is_too_small_gives_the_baseline_and_says_so(frame, quick):
    """Fault row E22."""
    run = fit(frame, target="species", save_run=False, **{**quick, "time_budget_s": 0.01})

    assert run.report().members == ()
    assert len(run.predict(frame)) == len(frame)
    assert "the smallest useful one is about" in str(run)
