from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import halfnorm

from jupyter_metaml.neural.pfn.density import Density, quantiles


@pytest.fixture
def density() -> Density:
    """A quarter in each of two bins, and in each tail."""
    return Density(borders=np.array([-1.0, 0.0, 1.0]), tail=0.5, shares=np.full((1, 4), 0.25))


def test_mean_of_even_shares_is_the_middle(density: Density):
    assert density.mean()[0] == pytest.approx(0.0)


def test_mean_of_a_tail_is_that_of_a_half_normal_distribution():
    outer = Density(borders=np.array([-1.0, 0.0, 1.0]), tail=0.5, shares=np.array([[0.0, 0.0, 0.0, 1.0]]))

    assert outer.mean()[0] == pytest.approx(1.0 + halfnorm.mean(scale=0.5))


def test_share_below_a_point(density: Density):
    points = np.array([-9.0, -1.5, -1.0, -0.5, 0.0, 1.0, 1.5, 9.0])
    left = 0.25 * halfnorm.sf(0.5, scale=0.5)

    np.testing.assert_allclose(density.below(points)[0], [0, left, 0.25, 0.375, 0.5, 0.75, 1 - left, 1], atol=1e-9)


def test_quantiles_lie_where_the_shares_are(density: Density):
    found = quantiles([density], np.array([0.25, 0.5, 0.75]), (-10.0, 10.0))

    np.testing.assert_allclose(found[0], [-1.0, 0.0, 1.0], atol=0.02)


def test_quantiles_of_a_mixture_lie_between_its_members(density: Density):
    moved = Density(borders=density.borders + 10.0, tail=0.5, shares=density.shares)

    found = quantiles([density, moved], np.array([0.25, 0.75]), (-20.0, 20.0))

    np.testing.assert_allclose(found[0], [0.0, 10.0], atol=0.1)


def test_quantiles_ascend_and_keep_to_the_limits(density: Density):
    found = quantiles([density], np.linspace(0.01, 0.99, 30), (-0.5, 1.2))

    assert (np.diff(found[0]) >= 0.0).all()
    assert found.min() >= -0.5
    assert found.max() <= 1.2
