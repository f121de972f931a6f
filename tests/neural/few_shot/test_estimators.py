from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_score
from torch import nn

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural import Prototypes, RidgeHead
from jupyter_metaml.neural.few_shot.estimators import FewShotClassifier, FewShotRegressor


@pytest.fixture
def classifier(classes) -> FewShotClassifier:
    return Prototypes(nn.Identity()).adapt(*classes)


@pytest.fixture
def regressor(numbers) -> FewShotRegressor:
    return RidgeHead(nn.Identity()).adapt(*numbers)


def test_labels_come_back_as_they_were_given(classifier, classes):
    X, y = classes

    assert classifier.predict(X).tolist() == y.tolist()
    assert classifier.classes_.tolist() == ["ash", "elm", "oak"]
    assert np.allclose(classifier.predict_proba(X).sum(axis=1), 1.0)


@pytest.mark.parametrize("labels", [[7, 3], [0.5, 1.5], [True, False]])
def test_any_labels_are_fine(labels, classifier):
    X, y = np.array([[0.0, 0.0], [9.0, 9.0]]), np.array(labels)

    assert clone(classifier).fit(X, y).predict(X).tolist() == labels


def test_it_can_be_cross_validated(classifier, regressor, classes, numbers):
    order = np.random.default_rng(0).permutation(12)

    assert cross_val_score(classifier, classes[0][order], classes[1][order], cv=3).tolist() == [1.0, 1.0, 1.0]
    assert cross_val_score(regressor, *numbers, cv=3).shape == (3,)


def test_it_can_be_pickled(classifier, classes):
    copied = pickle.loads(pickle.dumps(classifier))

    assert np.array_equal(copied.predict_proba(classes[0]), classifier.predict_proba(classes[0]))


def test_numbers_are_predicted_one_for_each_row(regressor, numbers):
    assert regressor.predict(numbers[0]).shape == (12,)
    assert regressor.score(*numbers) > 0.5


def test_whole_numbers_are_numbers_for_a_regressor(regressor):
    X = np.arange(8.0).reshape(4, 2)

    assert clone(regressor).fit(X, [1, 2, 3, 4]).predict(X).dtype == np.float64


@pytest.mark.parametrize(
    ("y", "said"), [(["a", "a"], "1 classes"), (["a", None], "missing"), (["a"], "2 rows and y 1|1 classes")]
)
def test_unusable_labels_are_refused(y, said, classifier):
    with pytest.raises(DataError, match=said):
        clone(classifier).fit(np.eye(2), np.array(y, dtype=object))


def test_too_few_targets_are_refused(regressor):
    with pytest.raises(DataError, match="X has 3 rows and y 2"):
        clone(regressor).fit(np.ones((3, 2)), [1.0, 2.0])
