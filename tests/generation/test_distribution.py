from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import TaskDistribution, sample_tasks


class Counting:
    """Give numbers instead of tasks, and count how many."""

    name = "counting"

    def __init__(self):
        self.n_drawn = 0

    def sample(self, rng: np.random.Generator):
        self.n_drawn += 1
        return int(rng.integers(10**9))


def test_any_object_with_a_name_and_sample_is_a_distribution():
    assert isinstance(Counting(), TaskDistribution)
    assert not isinstance("text", TaskDistribution)


def test_nothing_is_drawn_before_it_is_asked_for():
    distribution = Counting()

    tasks = sample_tasks(distribution, 1_000_000)
    before = distribution.n_drawn
    list(islice(tasks, 3))

    assert (before, distribution.n_drawn) == (0, 3)


def test_number_of_tasks_does_not_change_them():
    assert list(sample_tasks(Counting(), 5, 1))[:3] == list(sample_tasks(Counting(), 3, 1))
    assert list(sample_tasks(Counting(), 3, 1)) != list(sample_tasks(Counting(), 3, 2))


@pytest.mark.parametrize(("n", "random_state", "name"), [(-1, 0, "n=-1"), (1, -2, "random_state=-2")])
def test_negative_numbers_are_refused_at_once(n, random_state, name):
    with pytest.raises(UsageError, match=name):
        sample_tasks(Counting(), n, random_state)
