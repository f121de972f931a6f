from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import FitContext, family

SVM = family("svm")
X = np.random.default_rng(0).normal(size=(40, 2))


def test_only_small_tables_of_few_classes_suit(shape):
    assert SVM.suits(shape()) is None
    assert "rows" in SVM.suits(shape(n_rows=10_000))
    assert "pair of classes" in SVM.suits(shape(kind="multiclass", n_classes=20))
    assert "columns" in SVM.suits(shape(n_features=5_000))


def test_class_of_a_single_row_is_left_out(context):
    y = np.array([0] * 20 + [1] * 19 + [2])

    outcome = SVM.fit(SVM.build({}, context("nn", "multiclass")), X, y, FitContext(sample_weight=np.ones(40)))

    assert outcome.pipeline.classes_.tolist() == [0, 1]


def test_class_of_two_rows_is_calibrated_in_two_folds(context):
    y = np.array([0] * 19 + [1] * 19 + [2] * 2)

    outcome = SVM.fit(SVM.build({}, context("nn", "multiclass")), X, y, FitContext())

    assert outcome.pipeline["model"].cv == 2
    assert outcome.pipeline.classes_.tolist() == [0, 1, 2]


def test_one_usable_class_is_a_named_error(context):
    with pytest.raises(ConfigurationError, match="two classes of at least two rows"):
        SVM.fit(SVM.build({}, context("nn")), X, np.array([0] * 39 + [1]), FitContext())


def test_width_of_the_kernel_follows_the_columns(context):
    gammas = [SVM.build({"gamma_scale": 1.0}, context("n" * n))["model"].estimator.gamma for n in (2, 20)]

    assert gammas == [0.5, 0.05]
