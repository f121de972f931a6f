from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl.labels import ScoringError, label_dtype, with_dtype


@pytest.mark.parametrize(
    ("dtype", "kept"),
    [
        ("int64", None),
        ("object", None),
        ("bool", None),
        ("category", "category"),
        ("Int64", "Int64"),
        ("boolean", "boolean"),
        ("string", "string"),
    ],
)
def test_dtypes_that_arrays_lose_are_named(dtype, kept):
    assert label_dtype(pd.Series([], dtype=dtype).dtype) == kept


def test_labels_get_their_dtype_and_numbers_stay_floats():
    labels = with_dtype(np.array([1, 2]), "Int64", np.array([1, 2]))
    levels = with_dtype(np.array(["a"]), "category", np.array(["a", "b"]))

    assert str(labels.dtype) == "Int64"
    assert levels.categories.tolist() == ["a", "b"]
    assert with_dtype(np.array([0.5]), "Float64", None).dtype == np.float64


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="species"), "no target 'species'"),
        (lambda frame: frame.assign(species="emperor"), "did not occur in training: 'emperor'"),
        (lambda frame: frame.assign(species=None), "no row with a known target"),
    ],
)
def test_test_frame_that_cannot_be_scored_is_refused(classes_run, frame, change, message):
    with pytest.raises(ScoringError, match=message):
        classes_run.score(change(frame))
