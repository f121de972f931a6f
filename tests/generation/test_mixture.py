from __future__ import annotations

import numpy as np
import pytest
from task_distribution_contract import SIZES, TaskDistributionContract

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import Linear, Mixture


class TestMixture(TaskDistributionContract):
    @pytest.fixture
    def source(self):
        return f"""
from jupyter_metaml.generation import Linear, Mixture, Sizes, Smooth
Mixture([Linear(sizes={SIZES!r}), Smooth(sizes={SIZES!r})])
"""

    def test_both_parts_are_drawn_from(self, tasks):
        assert {task.family.partition("-")[0] for task in tasks} == {"linear", "smooth"}


class Named:
    def __init__(self, name):
        self.name = name

    def sample(self, rng):
        return self.name


def test_weights_say_how_often():
    mixture = Mixture([Named("a"), Named("b"), Named("c")], weights=[3, 1, 0])
    rng = np.random.default_rng(0)

    names = [mixture.sample(rng) for _ in range(400)]

    assert 0.65 < names.count("a") / 400 < 0.85
    assert names.count("c") == 0


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, np.nan], [1, np.inf]])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(UsageError, match="2 parts"):
        Mixture([Linear(), Linear()], weights=weights)


def test_mixture_of_nothing_is_refused():
    with pytest.raises(UsageError, match="at least one part"):
        Mixture([])
