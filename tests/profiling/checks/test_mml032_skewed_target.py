from __future__ import annotations

import numpy as np


def test_speaks_of_a_long_tail(warning_of, plain):
    income = np.exp(2 * np.random.default_rng(0).normal(size=200))

    warning = warning_of("MML032", plain.assign(y=income))

    assert warning.severity == "note"
    assert "log1p" in warning.advice
    assert warning.evidence["skewness"] > 2
    assert warning.evidence["most_extreme"] == income.max()


def test_does_not_suggest_the_logarithm_of_negative_numbers(warning_of, plain):
    loss = -np.exp(2 * np.random.default_rng(0).normal(size=200))

    warning = warning_of("MML032", plain.assign(y=loss))

    assert "above" in warning.message
    assert "log1p" not in warning.advice


def test_silent_on_a_symmetric_target(warning_of, plain):
    assert warning_of("MML032", plain.assign(y=plain["size"])) is None


def test_silent_on_classes(warning_of, plain):
    assert warning_of("MML032", plain) is None
