from __future__ import annotations

import pandas as pd


def flipped(plain, n_rows):
    copies = plain.iloc[:n_rows].assign(y=plain["y"].map({"yes": "no", "no": "yes"}))
    return pd.concat([plain, copies], ignore_index=True)


def test_speaks_of_the_noise_no_model_gets_below(warning_of, plain):
    warning = warning_of("MML021", flipped(plain, 50))

    assert warning.severity == "note"
    assert "100 of 250 rows (40 %)" in warning.message
    assert "accuracy of 80 %" in warning.message
    assert warning.evidence["ceiling"] == 0.8


def test_speaks_of_explained_variance_for_numbers(warning_of, plain):
    numbers = plain.assign(y=plain["size"])
    doubled = pd.concat([numbers, numbers.assign(y=-numbers["y"])], ignore_index=True)

    assert "explained variance of" in warning_of("MML021", doubled).message


def test_silent_when_copies_agree(warning_of, plain):
    assert warning_of("MML021", pd.concat([plain, plain.iloc[:50]], ignore_index=True)) is None


def test_silent_on_a_handful(warning_of, plain):
    assert warning_of("MML021", flipped(plain, 1)) is None
