"""The final pipeline is the weighted mean of what was measured."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines import fit_views
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Blend
from jupyter_metaml.search.assembly import assemble, usable_models
from jupyter_metaml.search.temperature import tempered
from jupyter_metaml.tasks import make_task


def fitted(model, view, y):
    return Pipeline([("model", model.fit(view.matrix, y))])


@pytest.fixture
def labelled():
    frame = pd.DataFrame({"x": np.linspace(0, 1, 40), "z": np.tile([0.0, 1.0], 20), "y": ["no"] * 20 + ["yes"] * 20})
    task = make_task(frame, "y")
    return frame, task, fit_views(task, profile_task(task, landmarks=False))


def test_vote_is_the_weighted_mean_and_speaks_in_labels(labelled, make_trial):
    frame, task, views = labelled
    models = {n: [fitted(LogisticRegression(C=c), views["dense"], task.y)] for n, c in ((1, 0.1), (2, 10.0))}
    blend = Blend(members=(1, 2), weights=(0.75, 0.25), loss=0.1, score=1.0)

    pipeline = assemble(blend, {1: make_trial(1), 2: make_trial(2)}, task, views, models)

    matrix = views["dense"].matrix
    expected = 0.75 * models[1][0].predict_proba(matrix) + 0.25 * models[2][0].predict_proba(matrix)
    np.testing.assert_allclose(pipeline.predict_proba(frame[["x", "z"]]), expected)
    assert pipeline.classes_.tolist() == ["no", "yes"]
    assert pipeline.predict(frame[["z", "x"]])[[0, -1]].tolist() == ["no", "yes"]


@pytest.mark.parametrize("classes", [["no", "yes"], ["high", "low", "middle"], [2.0, 7.0]])
@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_probabilities_are_sharpened_or_softened(make_trial, classes, temperature: float):
    x = np.linspace(0, 1, 42)
    frame = pd.DataFrame({"x": x, "z": x % 0.3, "y": np.array(classes)[(x * (len(classes) - 0.01)).astype(int)]})
    task = make_task(frame, "y", kind="classification")
    views = fit_views(task, profile_task(task, landmarks=False))
    models = {n: [fitted(LogisticRegression(C=c), views["dense"], task.y)] for n, c in ((1, 0.1), (2, 1e6))}
    blend = Blend(members=(1, 2), weights=(0.75, 0.25), loss=0.1, score=1.0, temperature=temperature)

    pipeline = assemble(blend, {1: make_trial(1), 2: make_trial(2)}, task, views, models)

    matrix = views["dense"].matrix
    mean = 0.75 * models[1][0].predict_proba(matrix) + 0.25 * models[2][0].predict_proba(matrix)
    expected = tempered(mean, temperature)
    assert not np.allclose(mean, expected)
    np.testing.assert_allclose(pipeline.predict_proba(frame[["x", "z"]]), expected, atol=1e-12)
    assert pipeline.classes_.tolist() == sorted(classes)
    assert pipeline.predict(frame[["x", "z"]]).tolist() == pipeline.classes_[mean.argmax(axis=1)].tolist()
    with sklearn.config_context(transform_output="pandas"):
        np.testing.assert_allclose(pipeline.predict_proba(frame[["x", "z"]]), expected, atol=1e-12)
    copied = pickle.loads(pickle.dumps(pipeline))
    np.testing.assert_array_equal(copied.predict(frame), pipeline.predict(frame))


def test_models_that_miss_a_class_step_back(labelled, make_trial):
    frame, task, views = labelled
    full = fitted(LogisticRegression(), views["dense"], task.y)
    from sklearn.dummy import DummyClassifier

    partial = fitted(DummyClassifier(), views["dense"], np.zeros(40, dtype=int))
    blend = Blend(members=(1,), weights=(1.0,), loss=0.1, score=1.0)

    pipeline = assemble(blend, {1: make_trial(1)}, task, views, {1: [partial, full]})

    assert len(pipeline[-1].estimators_) == 1
    assert set(pipeline.predict(frame[["x", "z"]])) == {"no", "yes"}


def test_regression_vote_is_the_weighted_mean(regression_task, make_trial):
    views = fit_views(regression_task, profile_task(regression_task, landmarks=False))
    first = fitted(LinearRegression(), views["dense"], regression_task.y)
    second = fitted(LinearRegression(), views["dense"], regression_task.y + 1)
    blend = Blend(members=(1, 2), weights=(0.5, 0.5), loss=0.1, score=1.0)

    pipeline = assemble(blend, {1: make_trial(1), 2: make_trial(2)}, regression_task, views, {1: [first], 2: [second]})

    matrix = views["dense"].matrix
    np.testing.assert_allclose(pipeline.predict(regression_task.X), first.predict(matrix) + 0.5)


def test_two_views_vote_together(make_trial):
    words = ["red apple pie", "green pear tart", "blue plum cake", "grey stone wall"]
    frame = pd.DataFrame(
        {
            "text": [f"{words[i % 4]} number {i} of the list" for i in range(80)],
            "x": np.linspace(0, 1, 80),
            "y": np.where(np.arange(80) % 4 < 2, "fruit", "other"),
        }
    )
    task = make_task(frame, "y")
    views = fit_views(task, profile_task(task, treatments={"text": "text"}, landmarks=False))
    models = {
        1: [fitted(LogisticRegression(), views["dense"], task.y)],
        2: [fitted(LogisticRegression(), views["sparse"], task.y)],
    }
    trials = {1: make_trial(1), 2: make_trial(2, family="text_linear")}
    blend = Blend(members=(1, 2), weights=(0.5, 0.5), loss=0.1, score=1.0)

    pipeline = assemble(blend, trials, task, views, models)
    sharpened = assemble(replace(blend, temperature=0.5), trials, task, views, models)

    rows = frame[["text", "x"]]
    assert set(pipeline.predict(rows)) == {"fruit", "other"}
    assert pipeline.predict_proba(rows).shape == (80, 2)
    np.testing.assert_allclose(sharpened.predict_proba(rows), tempered(pipeline.predict_proba(rows), 0.5))


def test_forward_splits_keep_the_model_that_has_seen_most():
    frame = pd.DataFrame({"x": np.arange(60.0), "when": np.arange(60), "y": np.arange(60) * 2.0})
    task = make_task(frame, "y", time="when")

    assert usable_models(["early", "late"], task) == ["late"]
