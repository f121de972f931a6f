from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import Corruption, GeneratedTasks, Linear, SamplingError, Signal, Sizes, sample_tasks

SMALL = Sizes(min_rows=60, max_rows=90, min_columns=3, max_columns=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise(GeneratedTasks):
    """Scores that have nothing to do with the columns."""

    name: ClassVar[str] = "noise"

    def signal(self, rng, n_rows, n_columns, n_scores):
        return Signal(columns=rng.normal(size=(n_rows, n_columns)), scores=rng.normal(size=(n_rows, n_scores)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies(GeneratedTasks):
    """Scores that are the first columns."""

    name: ClassVar[str] = "copies"

    def signal(self, rng, n_rows, n_columns, n_scores):
        columns = rng.normal(size=(n_rows, n_columns))
        return Signal(columns=columns, scores=columns[:, :1])


def test_own_family_needs_a_mechanism_only():
    distribution = Copies(sizes=SMALL, kinds=("regression", "binary"), corruption=Corruption.none())

    tasks = list(sample_tasks(distribution, 8))

    assert {task.kind for task in tasks} == {"regression", "binary"}
    assert all(task.n_columns == 3 and 60 <= task.n_rows <= 90 for task in tasks)


def test_mechanism_without_signal_ends_in_an_error_with_a_way_out():
    distribution = Noise(sizes=Sizes(min_rows=200, max_rows=200), kinds=("regression",))

    with pytest.raises(SamplingError, match=r"'noise' gave no usable task .* nothing can be learned .* Sizes"):
        for _ in sample_tasks(distribution, 20):
            pass


def test_seed_is_in_the_family():
    rng, same = np.random.default_rng(4), np.random.default_rng(4)

    assert Linear(sizes=SMALL).sample(rng).family == f"linear-{int(same.integers(2**63)):016x}"


def test_families_of_distributions_differ_for_one_seed():
    first, second = (next(sample_tasks(made(sizes=SMALL), 1)) for made in (Linear, Copies))

    assert first.family.partition("-")[2] == second.family.partition("-")[2]
    assert first.family != second.family


@pytest.mark.parametrize("kinds", [(), ("ranking",), ("binary", "ordinal")])
def test_unknown_kinds_are_refused(kinds):
    with pytest.raises(UsageError, match="binary, multiclass, regression"):
        Linear(kinds=kinds)


def test_several_classes_need_room_for_three():
    with pytest.raises(UsageError, match="max_classes=3"):
        Linear(sizes=Sizes(max_classes=2))

    assert Linear(sizes=Sizes(max_classes=2), kinds=("binary",)).kinds == ("binary",)


def test_without_corruption_nothing_is_missing():
    tasks = sample_tasks(Linear(sizes=SMALL, corruption=Corruption.none()), 5)

    assert not any(task.X.isna().any(axis=None) for task in tasks)
