from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import BuildContext, Configuration, build_pipeline, fit_views, front_steps, predict_on
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.tasks import make_task

N = 40
NAN = float("nan")


def labelled(columns):
    """Make a table of numbers with labels of any type."""
    values = np.random.default_rng(0).normal(size=(N, len(columns)))
    return pd.DataFrame(values, columns=pd.Index(columns, dtype=object, tupleize_cols=False)), (
        values[:, 0] > 0
    ).astype(int)


def features_of(data, target):
    """Return the front of a pipeline for a table, and the matrix that it has to give."""
    task = make_task(data, target)
    view = fit_views(task, profile_task(task))["dense"]
    return Pipeline(front_steps(task, view)), view.matrix


@pytest.mark.parametrize(
    "columns",
    [
        ["a", "b"],
        [1, 2],
        ["a", 1],
        [NAN, "b"],
        [None, 3.5],
        [pd.Timestamp("2024-01-01"), "b"],
        ["null\0", "null"],
        ["\ud800", ("a", 1)],
        [True, False],
        [False, 2.5],
    ],
    ids=ascii,
)
def test_table_is_taken_with_its_own_labels_also_after_a_pickle(columns):
    frame, target = labelled(columns)
    front, expected = features_of(frame, target)

    found = pickle.loads(pickle.dumps(front)).transform(frame)

    np.testing.assert_allclose(found, expected)
    assert b"jupyter_metaml" not in pickle.dumps(front)


def test_labels_that_are_text_need_no_step():
    frame, target = labelled(["a", "b"])

    front, _ = features_of(frame, target)

    assert list(front.named_steps) == ["features"]


def test_renamed_columns_may_come_in_another_order_with_others():
    frame, target = labelled([1, 2])
    front, expected = features_of(frame, target)

    np.testing.assert_allclose(front.transform(frame.assign(extra=0)[["extra", 2, 1]]), expected)


def test_renamed_column_that_is_absent_is_named_as_the_user_knows_it():
    frame, target = labelled([1, 2])
    front, _ = features_of(frame, target)

    with pytest.raises(KeyError, match="2"):
        front.transform(frame[[1]])


def test_array_is_taken_as_an_array_and_as_a_frame_of_any_names():
    frame, target = labelled(["a", "b"])
    front, expected = features_of(frame.to_numpy(), target)

    np.testing.assert_allclose(front.transform(frame.to_numpy()), expected)
    np.testing.assert_allclose(front.transform(frame.rename(columns={"a": "z"})), expected)


def test_array_of_another_width_is_refused():
    frame, target = labelled(["a", "b"])
    front, _ = features_of(frame.to_numpy(), target)

    with pytest.raises(ValueError, match="2"):
        front.transform(np.zeros((3, 5)))


def test_whole_pipeline_is_unfitted_and_learns_labels():
    frame, target = labelled(["a", "b"])
    labels = np.where(target, "yes", "no")
    task = make_task(frame, labels)
    view = fit_views(task, profile_task(task))["dense"]
    context = BuildContext(layout=view.layout, kind="binary", n_classes=2, n_rows=N)

    pipeline = build_pipeline(Configuration.of("linear", C=1.0), task, view, context)

    assert list(pipeline.named_steps) == ["features", "prepare", "model"]
    assert set(pipeline.fit(frame, labels).predict(frame)) == {"yes", "no"}


def test_unknown_family_cannot_be_built():
    frame, target = labelled(["a", "b"])
    task = make_task(frame, target)
    view = fit_views(task, profile_task(task))["dense"]
    context = BuildContext(layout=view.layout, kind="binary", n_classes=2, n_rows=N)

    with pytest.raises(ConfigurationError, match="'nonsense' does not exist"):
        build_pipeline(Configuration.of("nonsense"), task, view, context)


def test_probabilities_are_spread_over_all_classes():
    model = DummyClassifier(strategy="prior").fit(np.zeros((4, 1)), [1, 1, 1, 3])

    found = predict_on(model, np.zeros((2, 1)), "multiclass", 5)

    np.testing.assert_allclose(found, [[0.0, 0.75, 0.0, 0.25, 0.0]] * 2)


def test_numbers_are_flat_floats():
    model = DummyRegressor().fit(np.zeros((4, 1)), [[1], [2], [3], [4]])

    found = predict_on(model, np.zeros((2, 1)), "regression", 0)

    assert found.tolist() == [2.5, 2.5]
    assert found.dtype == np.float64
