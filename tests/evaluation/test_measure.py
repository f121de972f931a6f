from __future__ import annotations

import dataclasses
import time
import warnings

import numpy as np
import pytest
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import make_scorer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier

from jupyter_metaml.evaluation import TrialStatus, load_models, run_trial
from jupyter_metaml.pipelines import FitOutcome, predict_on
from jupyter_metaml.tasks import Fold, Metric, Splits


class Awkward(ClassifierMixin, BaseEstimator):
    """Raises, prints or answers what it is told to."""

    def __init__(self, raises=None, answer=0.5, does=None):
        self.raises, self.answer, self.does = raises, answer, does

    def fit(self, X, y):
        if self.does is not None:
            self.does()
        if self.raises is not None:
            raise self.raises
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.full((len(X), len(self.classes_)), self.answer)


def test_trial_of_a_sound_candidate_has_everything(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.DONE
    assert trial.reason == ""
    assert trial.finished
    assert (trial.number, trial.origin, trial.n_models) == (7, "searched", 3)
    assert len(trial.fold_scores) == len(trial.fold_losses) == 3
    assert trial.score > 0.8
    assert trial.loss == pytest.approx(np.mean(trial.fold_losses), rel=1e-5)
    assert trial.oof.shape == (60, 2)
    assert trial.oof.dtype == np.float32
    assert trial.fit_s > 0
    assert trial.memory_mib > 10
    assert trial.model_mib > 0


def test_out_of_fold_predictions_are_those_of_the_kept_models(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    trial = run_trial(make_job(), binary_data)

    matrix, _ = binary_data.views["dense"]
    for fold, model in zip(binary_data.splits.folds, load_models(trial), strict=True):
        assert np.allclose(trial.oof[fold.test], predict_on(model, matrix[fold.test], "binary", 2), atol=1e-6)


def test_predictions_for_a_holdout_cover_its_test_rows_in_order(binary_data, make_job, make_family):
    make_family(LogisticRegression())
    test = np.array([50, 51, 52, 53, 54, 55])
    fold = Fold(train=np.setdiff1d(np.arange(60), test), test=test)
    data = dataclasses.replace(binary_data, splits=Splits(strategy="holdout", folds=(fold,), reason="for a test"))

    trial = run_trial(make_job(), data)

    (model,) = load_models(trial)
    assert np.allclose(trial.oof, predict_on(model, data.views["dense"][0][test], "binary", 2), atol=1e-6)


def test_numbers_are_kept_exactly(regression_data, make_job, make_family):
    make_family(LinearRegression())

    trial = run_trial(make_job(), regression_data)

    assert trial.oof.dtype == np.float64
    assert np.allclose(trial.oof, regression_data.y, rtol=0, atol=1e-4)
    assert trial.score == pytest.approx(0.0, abs=1e-4)
    assert trial.score <= 0


def test_same_job_gives_the_same_trial(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    first, second = (run_trial(make_job(), binary_data) for _ in range(2))

    assert np.array_equal(first.oof, second.oof)
    assert first.fold_losses == second.fold_losses


FAILURES = {
    "exception": (Awkward(raises=ValueError("k must be\n  positive")), "ValueError: k must be positive"),
    "exception without words": (Awkward(raises=RuntimeError()), "RuntimeError"),
    "exit": (Awkward(raises=SystemExit(2)), "SystemExit: 2"),
    "infinite predictions": (Awkward(answer=np.inf), "Its predictions hold NaN or infinity."),
    "missing predictions": (Awkward(answer=np.nan), "Its predictions hold NaN or infinity."),
}


@pytest.mark.parametrize(("estimator", "reason"), FAILURES.values(), ids=FAILURES.keys())
def test_failure_is_a_status_with_a_plain_reason(binary_data, make_job, make_family, estimator, reason):
    make_family(estimator)

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.FAILED
    assert trial.reason == reason
    assert not trial.finished
    assert (trial.oof, trial.score, trial.loss) == (None, None, None)


def test_long_reason_is_cut(binary_data, make_job, make_family):
    make_family(Awkward(raises=ValueError("x" * 5_000)))

    assert len(run_trial(make_job(), binary_data).reason) == 200


def test_missing_memory_is_told_apart(binary_data, make_job, make_family):
    make_family(Awkward(raises=MemoryError("Unable to allocate 2 TiB")))

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.OUT_OF_MEMORY
    assert "2 TiB" in trial.reason


def test_interrupt_by_a_person_goes_through(binary_data, make_job, make_family):
    make_family(Awkward(raises=KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        run_trial(make_job(), binary_data)


def test_broken_metric_is_the_reason(binary_data, make_job, make_family):
    def broken(y_true, y_pred):
        raise ZeroDivisionError("no rows")

    metric = Metric(name="broken", scorer=make_scorer(broken), greater_is_better=True)
    make_family(LogisticRegression())

    trial = run_trial(make_job(), dataclasses.replace(binary_data, metric=metric))

    assert trial.status is TrialStatus.FAILED
    assert "'broken'" in trial.reason


def test_fold_of_one_class_has_no_score_but_a_loss(binary_data, make_job, make_family):
    rows = np.arange(60)
    zeros, rest = rows[binary_data.y == 0][:10], rows[20:40]
    folds = tuple(Fold(train=np.setdiff1d(rows, test), test=test) for test in (zeros, np.setdiff1d(rest, zeros)))
    make_family(LogisticRegression())

    splits = Splits(strategy="grouped", folds=folds, reason="for a test")
    trial = run_trial(make_job(), dataclasses.replace(binary_data, splits=splits))

    assert trial.status is TrialStatus.DONE
    assert np.isnan(trial.fold_scores[0])
    assert np.isfinite(trial.fold_losses[0])
    assert np.isfinite(trial.score)


def test_class_that_a_fold_has_not_seen_gets_probability_zero(binary_data, make_job, make_family):
    y = binary_data.y.copy()
    y[[3, 6, 9]] = 2
    data = dataclasses.replace(
        binary_data,
        kind="multiclass",
        n_classes=3,
        y=y,
        metric=Metric(name="accuracy", scorer=sklearn.metrics.get_scorer("accuracy"), greater_is_better=True),
    )
    make_family(LogisticRegression())

    trial = run_trial(make_job(), data)

    first = data.splits.folds[0]  # rows 0, 3, 6, ...: all of class 2
    assert trial.status is TrialStatus.DONE
    assert trial.oof.shape == (60, 3)
    assert (trial.oof[first.test, 2] == 0).all()


def test_hopeless_candidate_stops_after_two_folds(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    trial = run_trial(make_job(stop_above=(0.01, 0.01, 0.01)), binary_data)

    assert trial.status is TrialStatus.STOPPED_EARLY
    assert trial.reason == "behind the best after 2 of 3 folds"
    assert len(trial.fold_losses) == 2
    assert (trial.oof, trial.score, trial.loss, trial.model_file) == (None, None, None, None)


def test_one_good_fold_is_reason_enough_to_go_on(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    assert run_trial(make_job(stop_above=(0.01, 9.0, 0.01)), binary_data).status is TrialStatus.DONE


def test_models_that_stopped_themselves_are_a_cut_trial_that_can_be_used(binary_data, make_job, make_family):
    make_family(
        LogisticRegression(),
        fit=lambda pipeline, X, y, context: FitOutcome(pipeline=pipeline.fit(X, y), cut=True, found={"rounds": len(y)}),
    )

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.CUT
    assert trial.finished
    assert trial.found == {"rounds": 40}


def test_each_fold_gets_a_fair_part_of_the_deadline(binary_data, make_job, make_family):
    seconds_left = []

    def fit(pipeline, X, y, context):
        seconds_left.append(context.deadline - time.monotonic())
        return FitOutcome(pipeline=pipeline.fit(X, y))

    make_family(LogisticRegression(), fit=fit)

    run_trial(make_job(deadline_s=300.0), binary_data)

    assert seconds_left == pytest.approx([100.0, 150.0, 300.0], rel=0.05)


def test_each_fold_has_its_own_random_state_and_sees_its_test_rows(binary_data, make_job, make_family):
    seen = []

    def fit(pipeline, X, y, context):
        seen.append((context.random_state, len(y), len(context.y_val), len(context.X_val)))
        return FitOutcome(pipeline=pipeline.fit(X, y))

    make_family(LogisticRegression(), fit=fit)

    run_trial(make_job(), binary_data)

    assert seen == [(5, 40, 20, 20), (6, 40, 20, 20), (7, 40, 20, 20)]


def test_weights_reach_the_fit_and_the_loss(binary_data, make_job, make_family):
    weights = []

    def fit(pipeline, X, y, context):
        weights.append(context.sample_weight)
        return FitOutcome(pipeline=pipeline.fit(X, y))

    make_family(LogisticRegression(), fit=fit)
    heavy = np.where(binary_data.y == 1, 3.0, 1.0)

    plain = run_trial(make_job(), binary_data)
    weighted = run_trial(make_job(), dataclasses.replace(binary_data, sample_weight=heavy))

    assert np.array_equal(weights[3], heavy[binary_data.splits.folds[0].train])
    assert weighted.loss != plain.loss


def leave_one_out(outcome, X, y):
    """Predict the class of the nearest other row."""
    _, places = outcome.pipeline[-1].kneighbors(X, n_neighbors=2)
    return np.eye(2)[y[places[:, 1]]] * 0.8 + 0.1


def test_family_that_predicts_its_training_rows_is_fitted_once(binary_data, make_job, make_family):
    make_family(KNeighborsClassifier(n_neighbors=1), out_of_fold="leave_one_out", out_of_fold_predictions=leave_one_out)

    trial = run_trial(make_job(), binary_data)

    assert trial.finished
    assert trial.n_models == 1
    assert len(trial.fold_losses) == 3
    assert trial.score > 0.5


def test_grouped_folds_are_kept_to_by_such_a_family_too(binary_data, make_job, make_family):
    make_family(KNeighborsClassifier(n_neighbors=1), out_of_fold="leave_one_out", out_of_fold_predictions=leave_one_out)
    splits = dataclasses.replace(binary_data.splits, strategy="grouped")

    assert run_trial(make_job(), dataclasses.replace(binary_data, splits=splits)).n_models == 3


def test_missing_view_is_named(binary_data, make_job, make_family):
    make_family(LogisticRegression(), view="sparse")

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.FAILED
    assert "'sparse'" in trial.reason


def test_trial_without_a_place_for_models_is_done_but_not_finished(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    trial = run_trial(make_job(model_dir=None), binary_data)

    assert trial.status is TrialStatus.DONE
    assert not trial.finished
    assert trial.oof is not None


def test_models_that_cannot_be_pickled_are_told(binary_data, make_job, make_family):
    def fit(pipeline, X, y, context):
        pipeline.fit(X, y)
        pipeline[-1].callback = lambda: None
        return FitOutcome(pipeline=pipeline)

    make_family(LogisticRegression(), fit=fit)

    trial = run_trial(make_job(), binary_data)

    assert trial.status is TrialStatus.DONE
    assert trial.reason.startswith("its models were not kept")
    assert not trial.finished


def test_global_settings_of_the_person_do_not_reach_the_candidate(binary_data, make_job, make_family):
    def fit(pipeline, X, y, context):
        warnings.warn("careful", UserWarning, stacklevel=1)
        np.float64(1.0) / np.float64(0.0)
        assert isinstance(pipeline.fit(X, y)[:-1].transform(X), np.ndarray)
        return FitOutcome(pipeline=pipeline)

    make_family(
        DecisionTreeClassifier(),
        fit=fit,
        build=lambda params, context: Pipeline(
            [("scale", sklearn.preprocessing.StandardScaler()), ("model", DecisionTreeClassifier())]
        ),
    )

    with (
        warnings.catch_warnings(),
        np.errstate(all="raise"),
        sklearn.config_context(transform_output="pandas", enable_metadata_routing=True),
    ):
        warnings.simplefilter("error")
        trial = run_trial(make_job(), binary_data)
        after = (warnings.filters[0][0], np.geterr()["divide"], sklearn.get_config()["transform_output"])

    assert trial.status is TrialStatus.DONE, trial.reason
    assert after == ("error", "raise", "pandas")


def test_trial_runs_in_a_worker_as_it_does_here(workers, binary_data, make_job, tmp_path):
    job = make_job("linear")
    handle = binary_data.save(tmp_path / "data")

    here = run_trial(job, binary_data)
    there = workers.submit(run_trial, job, handle, limits=job.limits).result(60)

    assert there.status is TrialStatus.DONE, there.reason
    assert np.array_equal(here.oof, there.oof)
    assert len(load_models(there)) == there.n_models


@pytest.mark.parametrize("name", ["extra_trees", "nearest_neighbours", "lightgbm"])
def test_families_of_every_kind_of_prediction_are_measured(binary_data, make_job, tmp_path, name):
    handle = binary_data.save(tmp_path / "data")

    trial = run_trial(make_job(name), handle)

    assert trial.finished, trial.reason
    assert trial.score >= 0.5
