from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl.question import Question, is_label, n_workers, names_of, seed_of
from jupyter_metaml.exceptions import ConfigurationError, UsageError


def test_no_seed_draws_one_without_touching_the_global_state():
    before = np.random.get_state()[1].tolist()  # noqa: NPY002 - the global state is what this is about

    seeds = {seed_of(None) for _ in range(5)}

    assert len(seeds) == 5
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002 - as above


def test_seed_is_kept():
    assert seed_of(7) == seed_of(np.int64(7)) == 7


def test_generators_give_a_seed():
    assert seed_of(np.random.RandomState(0)) == seed_of(np.random.RandomState(0))
    assert seed_of(np.random.default_rng(0)) == seed_of(np.random.default_rng(0))


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", True])
def test_unusable_seed_is_refused(seed):
    with pytest.raises(UsageError, match="random_state"):
        seed_of(seed)


def test_workers_default_to_the_cores_that_may_be_used():
    assert n_workers(None) == n_workers(-1) >= 1
    assert n_workers(3) == 3


@pytest.mark.parametrize("n_jobs", [0, 1.5, "2", True])
def test_unusable_number_of_workers_is_refused(n_jobs):
    with pytest.raises(UsageError, match="n_jobs"):
        n_workers(n_jobs)


def test_one_name_is_not_taken_for_its_letters():
    assert names_of("lightgbm") == ("lightgbm",)
    assert names_of(["linear", "svm"]) == ("linear", "svm")


def test_unknown_family_is_refused_with_the_nearest():
    with pytest.raises(ConfigurationError, match="Did you mean 'lightgbm'"):
        names_of(["linear", "lightgmb"])


@pytest.mark.parametrize("given", [5, None, [5], [["linear"]]])
def test_what_is_no_list_of_names_is_refused(given):
    with pytest.raises(UsageError, match="no list of families"):
        names_of(given)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("y", True), (0, True), (("a", 1), True), (None, False), ([1, 2], False), (np.array([1]), False)],
)
def test_labels_are_told_from_values(value, expected):
    assert is_label(value) is expected


def test_companions_are_the_columns_that_were_named():
    question = Question(target="y", groups=pd.Series([1, 2]), sample_weight="w", ignore=("id",))

    assert question.companions == ("y", "w", "id")
