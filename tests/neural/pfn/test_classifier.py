from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.metrics import roc_auc_score

from jupyter_metaml.neural import PriorFittedClassifier


@pytest.fixture
def random(small_file: Path) -> PriorFittedClassifier:
    """A classifier that has learned nothing."""
    return PriorFittedClassifier(weights=small_file)


def test_it_knows_flowers():
    X, y = load_iris(return_X_y=True, as_frame=True)

    classifier = PriorFittedClassifier().fit(X[::2], y[::2])

    assert classifier.score(X[1::2], y[1::2]) > 0.9


def test_it_ranks_tumours():
    X, y = load_breast_cancer(return_X_y=True)

    chances = PriorFittedClassifier().fit(X[:200], y[:200]).predict_proba(X[200:])

    assert roc_auc_score(y[200:], chances[:, 1]) > 0.97


def test_shuffled_labels_tell_nothing(rng):
    areas = []
    for _ in range(12):
        X, y = rng.normal(size=(200, 5)), rng.integers(0, 2, size=200)
        chances = PriorFittedClassifier(1).fit(X[:100], y[:100]).predict_proba(X[100:])
        areas.append(roc_auc_score(y[100:], chances[:, 1]))

    assert np.mean(areas) == pytest.approx(0.5, abs=0.06)


def test_levels_of_a_category_are_learned(rng):
    town = rng.choice(["Rome", "Oslo", "Bern", "Lima"], size=300)
    y = np.where(np.isin(town, ["Rome", "Lima"]), "warm", "cold")
    X = pd.DataFrame({"town": town, "noise": rng.normal(size=300)})

    classifier = PriorFittedClassifier().fit(X[:200], y[:200])

    assert classifier.score(X[200:], y[200:]) > 0.95


def test_order_of_columns_matters_little():
    X, y = load_breast_cancer(return_X_y=True)
    X = X[:, :10]
    areas = []
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(10)
        chances = PriorFittedClassifier().fit(X[:200][:, order], y[:200]).predict_proba(X[200:][:, order])
        areas.append(roc_auc_score(y[200:], chances[:, 1]))

    assert np.ptp(areas) < 0.01


def test_chances_sum_to_one_in_the_order_of_the_classes(random, rng):
    X, y = rng.normal(size=(60, 3)), rng.choice(["c", "a", "b"], size=60)

    chances = random.fit(X, y).predict_proba(X)

    assert random.classes_.tolist() == ["a", "b", "c"]
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert set(random.predict(X)) <= {"a", "b", "c"}


def test_one_class_is_certain(random, rng):
    random.fit(rng.normal(size=(5, 2)), ["only"] * 5)

    np.testing.assert_array_equal(random.predict_proba(np.zeros((3, 2))), 1.0)
    assert random.predict(np.zeros((2, 2))).tolist() == ["only", "only"]


def test_more_classes_than_slots_are_told_apart(rng):
    y = np.repeat(np.arange(16), 30)
    X = np.c_[y // 4, y % 4] + 0.05 * rng.normal(size=(480, 2))
    order = rng.permutation(480)
    X, y = X[order], y[order]

    classifier = PriorFittedClassifier().fit(X[:400], y[:400])

    chances = classifier.predict_proba(X[400:])
    assert chances.shape == (80, 16)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert classifier.score(X[400:], y[400:]) > 0.5


def test_members_that_lack_a_class_leave_it_to_others(random, rng):
    X, y = rng.normal(size=(1500, 2)), np.zeros(1500, dtype=int)
    y[::2] = 1
    y[3] = 2

    chances = random.fit(X, y).predict_proba(X[:4])

    assert chances.shape == (4, 3)
    assert np.isfinite(chances).all()
    assert (chances[:, 2] < 0.5).all()
