from __future__ import annotations

import pytest
from optuna.distributions import FloatDistribution, IntDistribution

from jupyter_metaml.automl.meta.unit_interval import position_of, value_at

LOG = FloatDistribution(0.01, 100.0, log=True)


@pytest.mark.parametrize(("value", "position"), [(0.01, 0.0), (1.0, 0.5), (100.0, 1.0), (1e-9, 0.0), (1e9, 1.0)])
def test_positions_are_on_the_scale_of_the_search(value, position):
    assert position_of(value, LOG) == pytest.approx(position)


@pytest.mark.parametrize("value", [None, "robust", True])
def test_what_is_no_number_has_no_position(value):
    assert position_of(value, LOG) is None


@pytest.mark.parametrize(
    "distribution",
    [
        LOG,
        FloatDistribution(-1.0, 3.0),
        FloatDistribution(0.0, 1.0, step=0.25),
        IntDistribution(1, 64, log=True),
        IntDistribution(0, 100, step=10),
    ],
    ids=str,
)
@pytest.mark.parametrize("position", [0.0, 0.2, 0.5, 0.999999, 1.0])
def test_values_stay_in_range_and_come_back(distribution, position):
    value = value_at(position, distribution)

    assert distribution.low <= value <= distribution.high
    assert value_at(position_of(value, distribution), distribution) == pytest.approx(value, rel=1e-5)
    assert isinstance(value, int) is isinstance(distribution, IntDistribution)


def test_stepped_numbers_are_the_nearest_ones():
    assert value_at(0.34, FloatDistribution(0.0, 1.0, step=0.25)) == 0.25
    assert value_at(0.34, IntDistribution(0, 100, step=10)) == 30


def test_a_range_of_one_value_has_one_place():
    assert position_of(5.0, FloatDistribution(5.0, 5.0)) == 0.0
    assert value_at(0.7, FloatDistribution(5.0, 5.0)) == 5.0
