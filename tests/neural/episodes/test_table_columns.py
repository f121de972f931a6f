from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural import TableColumns
from jupyter_metaml.neural.episodes.table_columns import correlations

ROWS = 30
RNG = np.random.default_rng(0)
TARGET = RNG.permutation(np.arange(ROWS) % 2)
TABLE = pd.DataFrame(
    {
        "noise": RNG.normal(size=ROWS),
        "against": -5.0 * TARGET + RNG.normal(size=ROWS),
        "colour": RNG.choice(["red", "green", "blue", "grey", "pink", "gold"], size=ROWS),
        "flag": np.where(TARGET == 1, "on", "off"),
        "day": pd.date_range("2024-01-01", periods=ROWS),
        "gaps": np.where(np.arange(ROWS) % 3 == 0, np.nan, 1.0 * TARGET),
    }
)


def test_any_table_becomes_finite_numbers_of_one_width():
    for width in (3, 20):
        found = TableColumns(width).fit(TABLE, TARGET).transform(TABLE)

        assert found.shape == (ROWS, width)
        assert np.isfinite(found).all()


def test_the_most_telling_columns_come_first_and_point_the_same_way():
    found = TableColumns(6).fit(TABLE, TARGET).transform(TABLE)

    strengths = correlations(found, TARGET)
    assert (strengths >= -1e-12).all()
    assert (np.diff(strengths) <= 1e-12).all()
    assert strengths[0] == pytest.approx(1.0)  # the flag


def test_places_without_a_column_are_zero():
    assert not TableColumns(9).fit(TABLE[["noise"]], TARGET).transform(TABLE[["noise"]])[:, 1:].any()


def test_numbers_become_normal_scores_whatever_their_scale():
    X = pd.DataFrame({"x": [1.0, 2.0, 3.0, 1e9]})

    found = TableColumns(1).fit(X).transform(X)[:, 0]

    assert found.tolist() == TableColumns(1).fit(np.log(X)).transform(np.log(X))[:, 0].tolist()
    assert found.tolist() == pytest.approx((-found[::-1]).tolist())


def test_cells_that_were_not_seen_are_harmless():
    fitted = TableColumns(20).fit(TABLE, TARGET)
    new = TABLE.iloc[:2].assign(noise=[np.nan, 1e12], colour=["mauve", None], gaps=np.nan)

    assert np.isfinite(fitted.transform(new)).all()
    assert np.abs(fitted.transform(new)).max() < 10


def test_a_column_without_a_value_says_nothing():
    X = pd.DataFrame({"empty": [np.nan, np.nan], "none": [None, None]})

    assert not TableColumns(4).fit(X, np.array([0, 1])).transform(X).any()


def test_two_levels_are_one_indicator_and_many_levels_the_most_common():
    flag, colour = (
        TableColumns(20, max_levels=3).fit(TABLE[[name]]).transform(TABLE[[name]]) for name in ("flag", "colour")
    )

    assert np.count_nonzero(flag.any(axis=0)) == 1
    assert np.count_nonzero(colour.any(axis=0)) == 3


def test_several_classes_have_no_direction():
    X = np.array([[0.0], [1.0], [2.0], [3.0]])
    y = np.array([2, 2, 0, 1])

    assert correlations(X, y)[0] > 0
    assert correlations(-X, y)[0] == pytest.approx(correlations(X, y)[0])


def test_arrays_of_numbers_and_bare_objects_are_tables_too():
    X = np.array([[1, "a"], [2, "b"], [3, "a"]], dtype=object)

    assert TableColumns(3).fit(X).transform(X).shape == (3, 3)
    assert clone(TableColumns(5)).get_params()["width"] == 5


def test_another_number_of_columns_is_refused():
    with pytest.raises(DataError, match="5 columns; 6 were fitted"):
        TableColumns().fit(TABLE).transform(TABLE.iloc[:, :5])


@pytest.mark.parametrize("changes", [{"width": 0}, {"max_levels": 0}])
def test_widths_below_one_are_refused(changes):
    with pytest.raises(UsageError, match="Give a whole number from 1 up"):
        TableColumns(**changes).fit(TABLE)
