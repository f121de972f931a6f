from __future__ import annotations

import numpy as np


def test_speaks_of_large_whole_numbers(warning_of, plain):
    repeated = 10**18 + np.arange(200) % 60

    warning = warning_of("MML016", plain.assign(key=repeated, written=[str(value) for value in repeated]))

    assert (warning.severity, warning.columns) == ("warning", ("key", "written"))
    assert "treatments={'key': 'category'}" in warning.advice


def test_only_notes_keys_that_are_left_out_anyway(warning_of, plain):
    assert warning_of("MML016", plain.assign(key=10**18 + np.arange(200))).severity == "note"


def test_silent_on_large_measurements(warning_of, plain):
    frame = plain.assign(energy=1e300 * plain["size"], count=np.arange(200) % 9 * 10**12)

    assert warning_of("MML016", frame) is None
