from __future__ import annotations

import uuid

import numpy as np
import pytest

from jupyter_metaml.profiling.identifiers import number_identifier_reason, string_identifier_reason

SHUFFLED = np.random.default_rng(0).permutation(500).astype(float)


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        (np.arange(30.0), "x"),  # counts the rows
        (np.arange(1.0, 31.0), "x"),
        (SHUFFLED, "x"),  # dense
        (1e6 + SHUFFLED[:300], "x"),  # what a split leaves of a dense column
        (np.random.default_rng(0).integers(0, 10**9, 50).astype(float), "customer_id"),
        (2.0**60 + 1024 * np.arange(50.0), "x"),  # beyond floating-point precision
    ],
)
def test_unique_whole_numbers_without_meaning_are_identifiers(numbers, label):
    assert number_identifier_reason(numbers, label=label)


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        (np.arange(1990.0, 2020.0), "year"),
        (np.arange(200.0), "day"),
        (np.random.default_rng(0).integers(0, 10**7, 500).astype(float) + np.arange(500), "population"),
        (np.random.default_rng(0).permutation(60).astype(float) + 20, "age"),  # a small table
        (np.arange(10.0), "id"),  # a handful
        (np.arange(30.0) * 10, "dose"),  # a planned grid
    ],
)
def test_unique_whole_numbers_that_may_mean_something_are_kept(numbers, label):
    assert number_identifier_reason(numbers, label=label) is None


def reason_for(values, *, label="x", n_present=None):
    mean_words = float(np.mean([len(value.split()) for value in values]))
    return string_identifier_reason(
        values, label=label, n_distinct=len(values), n_present=n_present or len(values), mean_words=mean_words
    )


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ([str(uuid.UUID(int=i)) for i in range(50)], "x"),
        ([f"A-{i}" for i in range(50)], "x"),
        ([f"Patient no {i}" for i in range(50)], "x"),  # only the digits differ
        ([f"{chr(97 + i % 26)}{i} west" for i in range(50)], "customer id"),
    ],
)
def test_unique_strings_without_meaning_are_identifiers(values, label):
    assert reason_for(values, label=label)


def test_unique_strings_of_several_words_are_no_identifier():
    values = [f"{first} {last}" for first in ("Ada", "Alan", "Grace", "Kurt", "Emmy") for last in "abcdefgh"]

    assert reason_for(values) is None


def test_strings_that_repeat_are_no_identifier():
    assert reason_for([f"A-{i}" for i in range(50)], n_present=60) is None


def test_a_handful_of_strings_is_unique_by_accident():
    assert reason_for(["a", "b", "c"]) is None
