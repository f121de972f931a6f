from __future__ import annotations

import numpy as np


def test_speaks_of_keys(warning_of, plain):
    warning = warning_of(
        "MML010", plain.assign(customer_id=np.arange(200) * 7 + 13, code=[f"K{i}" for i in range(200)])
    )

    assert (warning.severity, warning.columns) == ("note", ("customer_id", "code"))
    assert "name is that of a key" in warning.message
    assert "treatments={'customer_id': 'keep'}" in warning.advice


def test_silent_on_measurements_that_are_all_different(warning_of, plain):
    population = np.random.default_rng(0).integers(0, 10**7, 200)

    assert plain["size"].is_unique
    assert warning_of("MML010", plain.assign(population=population)) is None


def test_silent_of_one_that_is_kept_on_purpose(profile_of, plain):
    frame = plain.assign(row_id=range(200))

    assert "MML010" in {warning.code for warning in profile_of(frame).warnings}
    assert "MML010" not in {warning.code for warning in profile_of(frame, treatments={"row_id": "keep"}).warnings}
