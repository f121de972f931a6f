from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


def test_only_notes_that_a_table_is_sorted_by_its_target(warning_of, plain):
    warning = warning_of("MML024", plain.sort_values("y", ignore_index=True))

    assert warning.severity == "note"
    assert "sorted by the target" in warning.message
    assert warning.evidence["is_sorted"] == "yes"


def test_speaks_when_the_target_drifts_along_the_rows(warning_of, plain):
    drift = np.sin(np.arange(200) / 30) + 0.1 * np.random.default_rng(0).normal(size=200)

    warning = warning_of("MML024", plain.assign(y=drift))

    assert warning.severity == "warning"
    assert warning.evidence["skill"] > 0.5
    assert "time=<column>" in warning.advice


def test_speaks_of_an_identifier_that_knows_the_target(warning_of, plain):
    shuffled = plain.sort_values("y").assign(customer_id=np.arange(200)).sample(frac=1, random_state=0)

    warning = warning_of("MML024", shuffled.reset_index(drop=True))

    assert warning.columns == ("customer_id",)
    assert warning.message.startswith("The identifier 'customer_id' alone")


def test_names_order_and_identifier_when_both_know_it(warning_of, plain):
    warning = warning_of("MML024", plain.sort_values("y", ignore_index=True).assign(customer_id=np.arange(200)))

    assert warning.message.startswith("The position of a row or the identifier 'customer_id' alone")


@pytest.mark.parametrize("n_rows", [60, 100, 200])
@pytest.mark.parametrize("seed", range(5))
def test_silent_on_shuffled_rows(warning_of, plain, n_rows, seed):
    assert warning_of("MML024", plain.sample(n_rows, random_state=seed)) is None


def test_silent_when_time_was_given(warning_of):
    days = pd.date_range("2020-01-01", periods=200)
    frame = pd.DataFrame({"day": days, "a": np.arange(200) % 7, "y": np.arange(200.0)})

    assert warning_of("MML024", frame, time="day") is None
