from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import StandardScaler

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural import Encoding
from jupyter_metaml.neural.episodes.encoding import as_numbers


def test_columns_are_learned_on_the_support_only():
    scaler = StandardScaler()
    fitted = Encoding(columns=scaler).fitted_on(np.array([[0.0], [2.0]]), np.array([0, 1]), is_classification=True)

    assert fitted.rows(np.array([[3.0]])).tolist() == [[2.0]]
    assert not hasattr(scaler, "mean_")


def test_the_target_is_scaled_and_restored_in_regression():
    y = np.array([10.0, 20.0, 30.0])
    fitted = Encoding(scale_target=True).fitted_on(np.eye(3), y, is_classification=False)

    assert fitted.target(y).mean() == pytest.approx(0.0)
    assert fitted.target(y).std() == pytest.approx(1.0)
    assert fitted.restored(fitted.target(y)).tolist() == pytest.approx(y.tolist())


def test_a_constant_target_stays_finite():
    fitted = Encoding(scale_target=True).fitted_on(np.eye(2), np.array([4.0, 4.0]), is_classification=False)

    assert fitted.target(np.array([4.0, 5.0])).tolist() == [0.0, 1.0]


def test_codes_are_never_scaled():
    codes = np.array([0, 3, 3])
    fitted = Encoding(scale_target=True).fitted_on(np.eye(3), codes, is_classification=True)

    assert fitted.target(codes) is codes


@pytest.mark.parametrize(
    ("X", "said"),
    [
        (pd.DataFrame({"colour": ["red"]}), "TableColumns"),
        ([[1.0, np.nan]], "missing or infinite"),
        ([[np.inf]], "missing or infinite"),
        ([1.0, 2.0], r"shape \(n_rows, 1\)"),
    ],
)
def test_what_is_no_number_is_refused_with_what_helps(X, said):
    with pytest.raises(DataError, match=said):
        as_numbers(X)
