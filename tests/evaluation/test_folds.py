from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from jupyter_metaml.evaluation.folds import UnusableCandidateError, measure
from jupyter_metaml.pipelines import FitOutcome


def test_every_fold_gives_predictions_a_score_and_a_loss(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    measured = measure(make_job(), binary_data)

    assert [len(prediction) for prediction in measured.predictions] == [20, 20, 20]
    assert len(measured.scores) == len(measured.losses) == len(measured.models) == 3
    assert (measured.cut, measured.stopped) == (False, False)


@pytest.mark.parametrize("out_of_fold", ["folds", "bag"])
def test_one_row_is_timed_with_its_preparation(binary_data, make_job, make_family, out_of_fold):
    make_family(
        LogisticRegression(),
        out_of_fold=out_of_fold,
        out_of_fold_predictions=lambda outcome, X, y: outcome.pipeline.predict_proba(X),
    )

    measured = measure(make_job(), binary_data)

    assert measured.predict_row_s > binary_data.prepare_row_s["dense"]


def test_one_row_is_predicted_as_a_matrix_of_one(binary_data, make_job, make_family):
    shapes = []

    class Watching(LogisticRegression):
        def predict_proba(self, X):
            shapes.append(X.shape)
            return super().predict_proba(X)

    make_family(Watching())

    measure(make_job(), binary_data)

    assert shapes[:3] == [(20, 2)] * 3
    assert set(shapes[3:]) == {(1, 2)}


def test_what_was_stopped_is_not_timed(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    assert measure(make_job(stop_above=(0.0, 0.0)), binary_data).predict_row_s is None


def test_family_that_forgot_its_own_predictions_is_named(binary_data, make_job, make_family):
    make_family(LogisticRegression(), out_of_fold="bag")

    with pytest.raises(UnusableCandidateError, match="'stand_in'"):
        measure(make_job(), binary_data)


def test_estimator_may_change_its_rows_without_changing_the_table(binary_data, make_job, make_family, tmp_path):
    def fit(pipeline, X, y, context):
        X *= 2.0
        return FitOutcome(pipeline=pipeline.fit(X, y))

    def own_predictions(outcome, X, y):
        X += 1.0
        return outcome.pipeline.predict_proba(X)

    made = make_family(LogisticRegression(), fit=fit, out_of_fold="bag", out_of_fold_predictions=own_predictions)
    data = binary_data.save(tmp_path / "data").load()

    measure(make_job(), data)

    assert made.out_of_fold == "bag"
    assert np.array_equal(data.views["dense"][0], binary_data.views["dense"][0])


def test_own_predictions_for_fewer_classes_are_spread_over_all(binary_data, make_job, make_family):
    def own_predictions(outcome, X, y):
        return outcome.pipeline.predict_proba(X)

    make_family(LogisticRegression(), out_of_fold="bag", out_of_fold_predictions=own_predictions)
    import dataclasses

    spread = dataclasses.replace(binary_data, n_classes=3, kind="multiclass", y=binary_data.y * 2)

    measured = measure(make_job(), spread)

    assert measured.predictions[0].shape == (20, 3)
    assert (measured.predictions[0][:, 1] == 0).all()


def test_few_ceilings_stop_nothing(binary_data, make_job, make_family):
    make_family(LogisticRegression())

    assert not measure(make_job(stop_above=(0.0,)), binary_data).stopped
