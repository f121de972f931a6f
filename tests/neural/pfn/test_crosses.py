"""Crosses: pairs of columns that only together say something become a column, and others do not."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural import PriorFittedClassifier
from jupyter_metaml.neural.pfn.crosses import Crosses

N_ROWS = 600


def plan(rng: np.random.Generator, n_columns: int = 5) -> np.ndarray:
    return rng.integers(0, 4, size=(N_ROWS, n_columns)).astype(float)


def together(values: np.ndarray, first: int = 1, second: int = 3) -> np.ndarray:
    """Return a number that follows from two columns, and on average not from either of them."""
    return (values[:, first] + values[:, second]) % 4


def learn(values: np.ndarray, target: np.ndarray, *, is_category: bool = True) -> tuple[Crosses, np.ndarray]:
    targets = target[:, None] if target.ndim == 1 else target
    n_columns = values.shape[1]
    found = Crosses(np.full(n_columns, is_category), np.arange(n_columns, 0.0, -1.0))
    return found, found.fit_encode(values, targets.astype(float))


def crosses(values: np.ndarray, target: np.ndarray, *, is_category: bool = True) -> Crosses:
    return learn(values, target, is_category=is_category)[0]


def test_the_pair_that_decides_is_found(rng):
    values = plan(rng)

    found, training = learn(values, together(values))

    assert found.pairs == [(1, 3)]
    assert training.shape == (N_ROWS, found.n_columns) == (N_ROWS, 1)
    assert np.corrcoef(training[:, 0], together(values))[0, 1] > 0.9


def test_other_rows_get_what_their_combination_meant(rng):
    values, new = plan(rng), plan(rng)

    encoded = crosses(values, together(values)).encode(new)

    assert np.corrcoef(encoded[:, 0], together(new))[0, 1] > 0.9


def test_numbers_of_few_values_are_levels_too(rng):
    values = 10.0 ** plan(rng)

    assert crosses(values, together(np.log10(values)), is_category=False).pairs == [(1, 3)]


@pytest.mark.parametrize("name", ["sum", "noise", "rare"])
def test_what_two_columns_say_by_themselves_is_no_cross(rng, name: str):
    values = plan(rng)
    target = {
        "sum": values[:, 1] + values[:, 3],
        "noise": rng.normal(size=N_ROWS),
        "rare": (np.arange(N_ROWS) % 100 == 0).astype(float),
    }[name]

    found, training = learn(values, target)

    assert found.pairs == []
    assert training.shape == (N_ROWS, found.n_columns) == (N_ROWS, 0)
    assert found.encode(values[:7]).shape == (7, 0)


def test_columns_of_many_levels_are_left_alone(rng):
    values = rng.permutation(N_ROWS).astype(float).reshape(-1, 1) + np.zeros(3)

    assert crosses(values, rng.normal(size=N_ROWS)).pairs == []


def test_combinations_that_hardly_occur_twice_are_left_alone(rng):
    values = rng.integers(0, 20, size=(N_ROWS, 2)).astype(float)

    assert crosses(values, together(values, 0, 1)).pairs == []


def test_a_training_row_does_not_see_its_own_target(rng):
    values = plan(rng)
    target = together(values)
    other = target.copy()
    other[17] += 1.0

    (before, first), (after, second) = learn(values, target), learn(values, other)

    assert first[17] == pytest.approx(second[17])
    assert before.encode(values[[17]]) != pytest.approx(after.encode(values[[17]]))


def test_a_combination_that_was_not_there_means_nothing(rng):
    values = plan(rng)
    target = together(values)
    found = crosses(values, target)
    unknown = np.array([[0.0, 9.0, 0.0, 0.0, 0.0], [0.0, np.nan, 0.0, 0.0, 0.0]])

    assert found.encode(unknown)[:, 0] == pytest.approx([target.mean()] * 2)


def test_an_empty_cell_is_a_level(rng):
    values = plan(rng)
    target = together(values)
    values[values == 2.0] = np.nan

    found = crosses(values, target)

    assert found.pairs == [(1, 3)]
    assert found.encode(values)[:, 0] == pytest.approx(target, abs=0.5)


def test_long_tables_are_taken(rng):
    values = np.tile(plan(rng), (40, 1))

    assert learn(values, together(values))[1][:, 0] == pytest.approx(together(values), abs=0.1)


def test_a_class_that_hardly_occurs_has_none(rng):
    values = np.tile(plan(rng), (40, 1))

    assert crosses(values, (np.arange(len(values)) == 0).astype(float)).pairs == []


def test_classes_have_a_column_each(rng):
    values = plan(rng)
    targets = np.eye(4)[together(values).astype(int)][:, :-1]

    found, training = learn(values, targets)

    assert found.pairs == [(1, 3)]
    assert training.shape == (N_ROWS, 3)
    assert found.encode(values).shape == (N_ROWS, 3)


@pytest.mark.parametrize("n_rows", [2, 5, 11])
def test_a_handful_of_rows_has_none(rng, n_rows: int):
    values = plan(rng)[:n_rows]

    assert learn(values, rng.normal(size=n_rows))[1].shape == (n_rows, 0)


def test_the_network_tells_classes_of_combinations(rng):
    values = plan(rng)
    target = (together(values) > 1).astype(int)

    model = PriorFittedClassifier().fit(values[:200], target[:200])

    assert model.score(values[200:], target[200:]) > 0.9
