from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural import Episode, Episodes


def episode(n_support: int = 3, n_query: int = 2, *, width: int = 2, n_classes: int = 2, shift: float = 0.0) -> Episode:
    def y(n: int) -> np.ndarray:
        return np.arange(n) % 2 if n_classes else np.arange(n) + 0.5

    return Episode(
        X_support=np.full((n_support, width), 1.0 + shift),
        y_support=y(n_support),
        X_query=np.full((n_query, width), 2.0 + shift),
        y_query=y(n_query),
        n_classes=n_classes,
    )


def test_episodes_of_unequal_length_are_filled_up_and_come_back_as_they_were():
    given = [episode(3, 1), episode(1, 4, shift=5.0)]

    stacked = Episodes.stacked(given)

    assert stacked.X_support.shape == (2, 3, 2)
    assert stacked.weight_query.tolist() == [[1, 0, 0, 0], [1, 1, 1, 1]]
    for found, truth in zip(stacked, given, strict=True):
        for name in ("X_support", "y_support", "X_query", "y_query"):
            assert np.array_equal(getattr(found, name), getattr(truth, name))


@pytest.mark.parametrize("others", [{"width": 3}, {"n_classes": 0}], ids=["wider", "numbers"])
def test_unlike_episodes_are_not_stacked(others):
    with pytest.raises(DataError, match=r"cannot be stacked.*TableColumns"):
        Episodes.stacked([episode(), episode(**others)])


def test_there_has_to_be_one():
    with pytest.raises(DataError, match="at least one"):
        Episodes.stacked([])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"y_support": np.zeros(2, dtype=int)}, "support has 3 rows of X and 2 of y"),
        ({"X_support": np.ones((0, 2)), "y_support": np.zeros(0, dtype=int)}, "at least one row"),
        ({"X_query": np.ones((2, 5))}, "the same columns"),
        ({"y_query": np.array([0, 2])}, "a code above 1"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes, said):
    whole = episode()
    names = ("X_support", "y_support", "X_query", "y_query", "n_classes")

    with pytest.raises(DataError, match=said):
        Episode(**{name: getattr(whole, name) for name in names} | changes)
