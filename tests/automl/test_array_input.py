from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import DataConversionWarning

from jupyter_metaml.automl.array_input import checked_table, checked_target, checked_weights, one_per_row


@pytest.mark.parametrize("table", [pd.DataFrame({"a": [1]}), sparse.eye(3, format="csr")], ids=["frame", "sparse"])
def test_tables_that_the_intake_reads_pass_as_they_are(table):
    assert checked_table(table, "Owner", min_rows=2) is table


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(9), "Reshape your data"),
        (np.zeros((1, 2)), "1 sample"),
        (np.zeros((3, 0)), "0 feature"),
        (np.zeros((3, 2)) * 1j, "Complex data not supported"),
    ],
)
def test_unusable_arrays_are_refused_in_the_words_of_scikit_learn(array, message):
    with pytest.raises(ValueError, match=message):
        checked_table(array, "Owner", min_rows=2)


def test_missing_values_and_texts_pass():
    array = np.array([[1.0, "a"], [np.nan, None]], dtype=object)

    assert checked_table(array, "Owner", min_rows=2).shape == (2, 2)


@pytest.mark.parametrize(("y", "message"), [(None, "Owner requires y"), ([1.0, np.inf], "contains infinity")])
def test_unusable_target_is_refused(y, message):
    with pytest.raises(ValueError, match=message):
        checked_target(y, "Owner")


def test_target_of_one_column_is_flattened_with_a_warning():
    with pytest.warns(DataConversionWarning):
        assert checked_target(np.zeros((3, 1)), "Owner").shape == (3,)


def test_series_keep_their_dtype():
    labels = pd.Series(["a", "b"], dtype="category")

    assert checked_target(labels, "Owner") is one_per_row(labels) is labels


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(ValueError, match="all zero"):
        checked_weights([0, 0])
    assert checked_weights(None) is None
    assert checked_weights([0, 1]).tolist() == [0, 1]
