from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import MetaMLError
from jupyter_metaml.generation.attempts import MAX_TRIES, first_usable
from jupyter_metaml.generation.errors import DraftError, SamplingError


def test_refused_draws_are_followed_by_others():
    seen = []

    def draw(rng):
        seen.append(int(rng.integers(10**9)))
        if len(seen) < 4:
            raise DraftError("too small. Try again.")
        return seen[-1]

    assert first_usable(draw, 5, "apples") == seen[3]
    assert len(set(seen)) == 4


def test_seed_and_name_decide_the_draws():
    def draw(rng):
        return int(rng.integers(10**9))

    assert first_usable(draw, 5, "apples") == first_usable(draw, 5, "apples")
    assert first_usable(draw, 5, "apples") != first_usable(draw, 6, "apples")
    assert first_usable(draw, 5, "apples") != first_usable(draw, 5, "pears")


def test_after_many_refusals_the_error_says_why():
    n_draws = 0

    def draw(rng):
        nonlocal n_draws
        n_draws += 1
        raise DraftError("a class has 3 rows")

    with pytest.raises(SamplingError, match=r"'apples' gave no usable task in 40 draws.*a class has 3 rows\. Allow"):
        first_usable(draw, 5, "apples")
    assert n_draws == MAX_TRIES
    assert issubclass(SamplingError, MetaMLError)


def test_mistakes_of_our_own_are_not_drawn_again():
    def draw(rng):
        raise KeyError("typo")

    with pytest.raises(KeyError, match="typo"):
        first_usable(draw, 5, "apples")


def test_generators_differ_from_those_of_plain_seeds():
    first = first_usable(lambda rng: float(rng.random()), 0, "apples")

    assert first != np.random.default_rng(0).random()
