from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.near_copies import near_class_copies, near_number_copies
from jupyter_metaml.profiling.suspects import Suspects

RNG = np.random.default_rng(11)
N = 600


def suspects(numbers=(), levels=()):
    lines = np.array(numbers, dtype=float).reshape(len(numbers), N)
    codes = {len(lines) + i: np.asarray(line, dtype=np.int32) for i, line in enumerate(levels)}
    return Suspects(
        numbers=lines,
        positions=np.arange(len(lines)),
        n_distinct=np.array([len(np.unique(line)) for line in lines], dtype=np.int64),
        levels=codes,
        n_levels={position: len(np.unique(line)) for position, line in codes.items()},
    )


def test_a_number_that_separates_the_classes_is_suspicious():
    classes = RNG.integers(0, 3, N)
    separates, helps = classes + 0.2 * RNG.random(N), classes + 2 * RNG.normal(size=N)

    assert list(near_class_copies(suspects([separates, helps]), classes, random_state=0)) == [0]


@pytest.mark.parametrize("n_finer", [2, 40])
def test_levels_that_belong_to_one_class_each_are_suspicious(n_finer):
    classes = RNG.integers(0, 2, N)
    finer = classes * n_finer + RNG.integers(0, n_finer, N)

    found = near_class_copies(suspects(levels=[finer, RNG.integers(0, 70, N)]), classes, random_state=0)

    assert list(found) == [0]
    assert found[0] == 1.0


def test_levels_that_occur_once_cannot_be_judged():
    classes = RNG.integers(0, 2, N)

    assert near_class_copies(suspects(levels=[np.arange(N)]), classes, random_state=0) == {}


def test_too_few_rows_of_the_rarer_class_say_nothing():
    classes = (np.arange(N) < 15).astype(np.int64)

    assert near_class_copies(suspects([classes]), classes, random_state=0) == {}


def test_a_number_that_follows_the_target_is_suspicious():
    y = RNG.normal(size=N)
    columns = [y + 0.01 * RNG.normal(size=N), np.exp(y + 0.001 * RNG.normal(size=N)), y + 0.3 * RNG.normal(size=N)]

    assert list(near_number_copies(suspects(columns), y, random_state=0)) == [0, 1]


def test_levels_that_explain_the_target_are_suspicious():
    levels = RNG.integers(0, 20, N)

    found = near_number_copies(suspects(levels=[levels]), levels + 0.01 * RNG.normal(size=N), random_state=0)

    assert list(found) == [0]
    assert near_number_copies(suspects(levels=[levels]), RNG.normal(size=N), random_state=0) == {}
