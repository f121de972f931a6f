"""What similar rows meant becomes a column where combinations say more than columns do by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural import PriorFittedRegressor
from jupyter_metaml.neural.pfn.kernel_column import KernelColumn

N_ROWS = 600


def plan(rng: np.random.Generator, n_columns: int = 5) -> np.ndarray:
    return rng.integers(0, 4, size=(N_ROWS, n_columns)).astype(float)


def together(values: np.ndarray, first: int = 1, second: int = 3) -> np.ndarray:
    """Return a number that follows from two columns, and on average not from either of them."""
    return (values[:, first] + values[:, second]) % 4


def learn(values: np.ndarray, target: np.ndarray, *, is_category: bool = True) -> tuple[KernelColumn, np.ndarray]:
    n_columns = values.shape[1]
    made = KernelColumn(np.full(n_columns, is_category), np.arange(n_columns, 0.0, -1.0))
    return made, made.fit_encode(values, target[:, None].astype(float))


def likeness(made: np.ndarray, target: np.ndarray) -> float:
    return float(np.corrcoef(made[:, 0], target)[0, 1])


def test_combinations_of_levels_say_what_columns_do_not(rng):
    values, new = plan(rng), plan(rng)

    made, training = learn(values, together(values))

    assert made.is_decisive
    assert training.shape == (N_ROWS, 1)
    assert likeness(training, together(values)) > 0.9
    assert likeness(made.encode(new), together(new)) > 0.9


def test_combinations_of_numbers_do_too(rng):
    values, new = (np.exp(rng.uniform(-2, 2, size=(N_ROWS, 3))) for _ in range(2))

    made, training = learn(values, np.log(values[:, 0]) * np.log(values[:, 2]), is_category=False)

    assert training.shape == (N_ROWS, 1)
    assert likeness(made.encode(new), np.log(new[:, 0]) * np.log(new[:, 2])) > 0.9


def test_numbers_count_by_their_ranks(rng):
    values = rng.normal(size=(N_ROWS, 2)) * [1.0, 1e6]
    target = np.sign(values[:, 0] * values[:, 1])

    made, _ = learn(values, target, is_category=False)
    far = np.array([[1.0, 1e12], [1.0, values[:, 1].max()]])

    assert made.encode(far)[0] == pytest.approx(made.encode(far)[1], abs=0.05)


def test_noise_makes_none(rng):
    values = plan(rng)

    made, training = learn(values, rng.normal(size=N_ROWS))

    assert not made.is_decisive
    assert training.shape == (N_ROWS, made.n_columns) == (N_ROWS, 0)
    assert made.encode(values[:7]).shape == (7, 0)


def test_a_sum_of_effects_of_columns_is_not_decisive(rng):
    values = plan(rng)

    made, training = learn(values, values[:, 1] + values[:, 3] + 0.5 * rng.normal(size=N_ROWS))

    assert not made.is_decisive
    assert training.shape == (N_ROWS, made.n_columns) == (N_ROWS, 1)


def test_a_training_row_does_not_see_its_own_target(rng):
    values = plan(rng)
    target = together(values)
    other = target.copy()
    row = int(np.random.default_rng(0).permutation(N_ROWS)[-1])  # none of those that weights are chosen by
    other[row] += 1.0

    (before, first), (after, second) = learn(values, target), learn(values, other)

    assert before.weights == pytest.approx(after.weights)
    changed = np.abs(second - first)[:, 0]
    assert changed[row] < 0.02 * changed.max()  # the mean of all targets moved
    assert before.encode(values[[row]]) != after.encode(values[[row]])


def test_leaving_one_out_is_learning_from_the_others(rng):
    values = plan(rng)[:60]
    target = together(values)
    made, training = learn(values, target)
    distance = sum(
        weight * (values[:, None, place] != values[None, :, place])
        for weight, place in zip(made.weights, made.columns, strict=True)
    )
    kernel = np.exp(-np.asarray(distance))
    ridge = _ridge_of(made, kernel, target)
    others = np.arange(60) != 7

    alone = np.linalg.solve(kernel[np.ix_(others, others)] + ridge * np.eye(59), (target - target.mean())[others])

    assert training[7, 0] == pytest.approx(target.mean() + kernel[7, others] @ alone)


def _ridge_of(made: KernelColumn, kernel: np.ndarray, target: np.ndarray) -> float:
    """Recover the ridge: answers solve (kernel + ridge) answers = target."""
    mixed = np.random.default_rng(0).permutation(60)
    answers = np.empty(60)
    answers[mixed] = made.answers[:, 0]
    left = target - target.mean() - kernel @ answers
    return float((left @ answers) / (answers @ answers))


def test_an_empty_cell_is_like_empty_cells_only(rng):
    values = plan(rng)
    target = together(values)
    values[values == 2.0] = np.nan

    made, training = learn(values, target)

    assert likeness(training, target) > 0.9
    assert made.encode(values)[:, 0] == pytest.approx(target, abs=0.5)


def test_an_empty_number_is_far_from_others(rng):
    values = rng.uniform(size=(N_ROWS, 2))
    values[rng.random(size=values.shape) < 0.3] = np.nan
    target = np.isnan(values[:, 0]) ^ np.isnan(values[:, 1])

    made, _ = learn(values, target.astype(float), is_category=False)

    assert made.is_decisive
    assert made.encode(values)[:, 0] == pytest.approx(target.astype(float), abs=0.4)


def test_unknown_levels_mean_little(rng):
    values = plan(rng)
    target = together(values)
    made, _ = learn(values, target)

    found = made.encode(np.full((1, 5), 9.0))

    assert found[0, 0] == pytest.approx(target.mean(), abs=0.5)


def test_rows_beyond_those_that_answer_are_answered_too(rng):
    values = np.concatenate([plan(rng) for _ in range(5)])

    made, training = learn(values, together(values))

    assert len(made.answers) < len(values) == len(training)
    assert training[:, 0] == pytest.approx(together(values), abs=0.3)


@pytest.mark.parametrize("n_rows", [2, 5, 11, 29])
def test_a_handful_of_rows_has_none(rng, n_rows: int):
    values = plan(rng)[:n_rows]

    assert learn(values, together(values))[1].shape == (n_rows, 0)


def test_a_single_column_has_none(rng):
    values = plan(rng)[:, :1]

    assert learn(values, rng.normal(size=N_ROWS))[1].shape == (N_ROWS, 0)


def test_the_network_predicts_numbers_of_combinations(rng):
    values = plan(rng)
    effect = rng.normal(size=(4, 4))
    target = effect[values[:, 1].astype(int), values[:, 3].astype(int)]

    model = PriorFittedRegressor().fit(values[:200], target[:200])

    assert model.score(values[200:], target[200:]) > 0.9
