"""One number for how sure a blend may be."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.evaluation.losses import log_loss
from jupyter_metaml.search.temperature import choose_temperature, tempered


def draw(n_rows: int, *, true_temperature: float, n_classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Draw classes from probabilities, and say these probabilities less surely, or more."""
    rng = np.random.default_rng(0)
    honest = rng.dirichlet(np.full(n_classes, 0.5), size=n_rows)
    codes = (honest.cumsum(axis=1) < rng.random((n_rows, 1))).sum(axis=1).clip(0, n_classes - 1)
    return tempered(honest, 1.0 / true_temperature), codes


@pytest.mark.parametrize("true_temperature", [0.6, 1.6])
@pytest.mark.parametrize("n_classes", [2, 5])
def test_the_temperature_is_found_again(true_temperature: float, n_classes: int):
    said, codes = draw(4_000, true_temperature=true_temperature, n_classes=n_classes)

    found = choose_temperature(said, codes, np.full(4_000, 1 / 4_000))

    assert found == pytest.approx(true_temperature, rel=0.1)
    assert log_loss(codes, tempered(said, found)) < log_loss(codes, said)


def test_few_rows_change_little():
    said, codes = draw(4_000, true_temperature=0.5)
    few, many = (choose_temperature(said[:n], codes[:n], np.full(n, 1 / n)) for n in (8, 4_000))

    assert abs(np.log(few)) < 0.15 < abs(np.log(many))


def test_honest_probabilities_are_left_alone():
    said, codes = draw(100_000, true_temperature=1.0)

    assert choose_temperature(said, codes, np.full(100_000, 1e-5)) == 1.0
    assert tempered(said, 1.0) is said


def test_rows_count_by_their_weight():
    said, codes = draw(2_000, true_temperature=0.5)
    sure, unsure = tempered(said, 0.5), tempered(said, 2.0)
    weights = np.repeat([1.0, 0.0], 2_000) / 2_000

    first = choose_temperature(np.concatenate([sure, unsure]), np.tile(codes, 2), weights)
    last = choose_temperature(np.concatenate([sure, unsure]), np.tile(codes, 2), weights[::-1])

    assert last < first


def test_certainty_stays_finite():
    said = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])

    found = choose_temperature(said, np.array([0, 1, 1]), np.full(3, 1 / 3))

    assert found > 1.0
    assert np.isfinite(tempered(said, found)).all()
    np.testing.assert_allclose(tempered(said, found).sum(axis=1), 1.0)
