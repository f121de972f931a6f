"""The baseline knows the training rows of each fold and nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jupyter_metaml.search.baseline import baseline_model, measure_baseline


def test_baseline_predicts_the_class_shares_of_the_training_rows(binary_task):
    trial = measure_baseline(binary_task)

    np.testing.assert_allclose(trial.oof, 0.5)
    assert trial.number == 0
    assert trial.loss == pytest.approx(np.log(2))


def test_baseline_of_a_regression_is_the_mean_of_the_other_folds(regression_task):
    trial = measure_baseline(regression_task)

    fold = regression_task.splits.folds[0]
    np.testing.assert_allclose(trial.oof[fold.test], regression_task.y[fold.train].mean(), rtol=1e-6)


def test_weights_of_rows_count(binary_task):
    weighted = dataclasses.replace(binary_task, sample_weight=np.where(binary_task.y == 1, 3.0, 1.0))

    assert measure_baseline(weighted).oof[0, 1] == pytest.approx(0.75)
    assert baseline_model(weighted).predict_proba(np.zeros((1, 1)))[0, 1] == pytest.approx(0.75)
