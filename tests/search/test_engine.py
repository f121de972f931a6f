"""One search from a task to a fitted pipeline, in this process and in workers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes

from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.exceptions import SearchError, UsageError
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import (
    Budget,
    RunStore,
    SearchFinished,
    SearchSettings,
    SearchStarted,
    StopSignal,
    TrialFinished,
    load_model,
    run_search,
)
from jupyter_metaml.search import runners as runners_module
from jupyter_metaml.tasks import make_task

FAST = ("linear", "naive_bayes", "lightgbm", "extra_trees")


@pytest.fixture(scope="module")
def cancer():
    frame = load_breast_cancer(as_frame=True).frame.iloc[:200]
    return frame.assign(target=np.where(frame["target"] == 1, "benign", "malignant"))


@pytest.fixture
def settings(tmp_path):
    return SearchSettings(
        time_budget_s=60,
        max_trials=3,
        executor="inline",
        families=("linear", "lightgbm", "extra_trees"),
        runs_dir=tmp_path / "runs",
    )


def search(frame, settings, target="target", **options):
    task = make_task(frame, target, random_state=settings.random_state, time_budget_s=settings.time_budget_s)
    return task, run_search(task, profile_task(task, landmarks=False), settings, **options)


def test_search_gives_a_fitted_pipeline_with_the_original_labels(cancer, settings):
    _, result = search(cancer, settings)

    predicted = result.pipeline.predict(cancer.drop(columns="target"))

    assert set(predicted) == {"benign", "malignant"}
    assert np.mean(predicted == cancer["target"]) > 0.95
    assert result.honest.beats_baseline
    assert result.history.stop_reason == "trials"
    assert len(result.history.trials) == 4


def test_regression_search_beats_the_mean(settings):
    frame = load_diabetes(as_frame=True).frame

    _, result = search(frame, settings)

    assert result.honest.beats_baseline
    assert result.honest.value < result.honest.baseline_value
    assert result.pipeline.predict(frame.drop(columns="target")).shape == (len(frame),)


def test_permuted_target_is_reported_as_no_better_than_the_baseline(cancer, settings):
    shuffled = cancer.assign(target=np.random.default_rng(0).permutation(cancer["target"].to_numpy()))

    _, result = search(shuffled, settings)

    assert not result.honest.beats_baseline


def test_more_trials_continue_the_same_sequence(cancer, settings):
    _, short = search(cancer, settings)
    _, long = search(cancer, dataclasses.replace(settings, max_trials=5))

    def sequence(result):
        return [(trial.configuration, trial.loss) for trial in result.history.trials]

    assert sequence(long)[: len(sequence(short))] == sequence(short)


def test_two_workers_propose_the_same_sequence_every_time(cancer, settings):
    isolated = dataclasses.replace(settings, executor="isolated", n_jobs=2, max_trials=7)

    runs = [search(cancer, isolated)[1].history for _ in range(2)]

    first, second = ([(trial.configuration, trial.loss, trial.status) for trial in run.trials] for run in runs)
    assert first == second


def test_interrupt_returns_the_best_so_far(cancer, settings):
    def interrupt(event):
        if isinstance(event, TrialFinished) and event.trial.number == 1:
            raise KeyboardInterrupt

    _, result = search(cancer, settings, listeners=[interrupt])

    assert result.history.stop_reason == "interrupt"
    assert result.history.blend.members == (1,)
    assert len(result.pipeline.predict(cancer.drop(columns="target"))) == len(cancer)


def test_stop_after_trial_ends_the_search_with_what_is_there(cancer, settings):
    stop = StopSignal()

    def press(event):
        if isinstance(event, TrialFinished):
            stop.request(after_trial=True)

    _, result = search(cancer, settings, listeners=[press], stop=stop)

    assert result.history.stop_reason == "stopped"
    assert len(result.history.trials) == 2


def test_budget_too_small_for_any_trial_still_gives_the_baseline(cancer, settings):
    spent = Budget(total_s=5.0, started=Budget(total_s=1.0).started - 5.0)

    _, result = search(cancer, settings, budget=spent)

    assert result.history.stop_reason == "budget"
    assert result.history.blend.members == (0,)
    assert 0.5 < result.history.useful_budget_s < 60
    assert set(result.pipeline.predict(cancer.drop(columns="target"))) == {cancer["target"].mode()[0]}


def test_when_all_trials_fail_the_baseline_stands_and_the_reasons_are_kept(cancer, settings, monkeypatch):
    def broken(job, data):
        return Trial.without_result(job, status=TrialStatus.FAILED, reason="ValueError: no good")

    monkeypatch.setattr(runners_module, "run_trial", broken)

    _, result = search(cancer, settings)

    assert result.history.blend.members == (0,)
    assert {trial.reason for trial in result.history.trials[1:]} == {"ValueError: no good"}
    assert result.pipeline.predict(cancer.drop(columns="target")).tolist() == [cancer["target"].mode()[0]] * len(cancer)


def test_events_come_in_order(cancer, settings):
    events = []

    search(cancer, settings, listeners=[events.append])

    assert isinstance(events[0], SearchStarted)
    assert isinstance(events[-1], SearchFinished)
    elapsed = [event.elapsed_s for event in events]
    assert elapsed == sorted(elapsed)
    assert sum(isinstance(event, TrialFinished) for event in events) == 3


def test_run_is_listed_and_its_model_loads_again(cancer, settings):
    _, result = search(cancer, settings)

    (run,) = RunStore(settings.runs_dir).list()
    loaded = load_model(run)

    assert run.state == "done"
    assert run.run_id == result.history.run_id
    assert run.score == result.honest.value
    X = cancer.drop(columns="target")
    np.testing.assert_allclose(loaded.predict_proba(X), result.pipeline.predict_proba(X))


def test_changed_model_file_is_not_opened(cancer, settings):
    search(cancer, settings)
    (run,) = RunStore(settings.runs_dir).list()
    load_model(run)
    with (run.path / "model.pkl").open("ab") as file:
        file.write(b"more")

    with pytest.raises(OSError, match="not the file that was written"):
        load_model(run)


def test_stopped_run_resumes_without_repeating_its_trials(cancer, settings):
    stop = StopSignal()

    def press(event):
        if isinstance(event, TrialFinished) and event.trial.number == 2:
            stop.request(after_trial=True)

    _, first = search(cancer, settings, listeners=[press], stop=stop)
    started = []
    _, second = search(cancer, settings, resume=first.history.run_id, listeners=[started.append])

    fresh = [event.number for event in started if type(event).__name__ == "TrialStarted"]
    assert fresh == [3]
    assert second.history.run_id == first.history.run_id
    assert [trial.loss for trial in second.history.trials[:3]] == [trial.loss for trial in first.history.trials]


def test_resuming_with_other_data_is_refused(cancer, settings):
    _, first = search(cancer, settings)

    with pytest.raises(SearchError, match="fingerprint"):
        search(cancer.iloc[:150], settings, resume=first.history.run_id)


def test_run_that_nobody_wants_to_keep_leaves_nothing(cancer, settings):
    search(cancer, dataclasses.replace(settings, save_run=False))

    assert RunStore(settings.runs_dir).list() == ()


def test_optuna_url_receives_the_trials(cancer, settings, tmp_path):
    import optuna

    url = f"sqlite:///{tmp_path / 'trials.db'}"

    _, result = search(cancer, dataclasses.replace(settings, storage=url))

    study = optuna.load_study(study_name=result.history.run_id, storage=url)
    assert len(study.trials) == 3
    # the best by the metric need not have the smallest loss
    assert study.best_value == pytest.approx(min(trial.loss for trial in result.history.finished))


def test_unknown_family_is_refused_with_the_list_of_those_there_are(cancer, settings):
    with pytest.raises(UsageError, match="linear"):
        search(cancer, dataclasses.replace(settings, families=("quantum",)))


def test_user_frame_is_not_changed(cancer, settings):
    before = cancer.copy(deep=True)

    search(cancer, settings)

    pd.testing.assert_frame_equal(cancer, before)
