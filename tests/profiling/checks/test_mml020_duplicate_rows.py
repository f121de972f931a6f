from __future__ import annotations

import numpy as np
import pandas as pd


def test_speaks_of_copied_rows(warning_of, plain):
    warning = warning_of("MML020", pd.concat([plain, plain.iloc[:30]], ignore_index=True))

    assert (warning.severity, warning.columns) == ("warning", ())
    assert "30 of 230 rows (13 %) repeat an earlier row" in warning.message
    assert "drop_duplicates" in warning.advice


def test_an_identifier_does_not_hide_copies(warning_of, plain):
    copies = pd.concat([plain, plain.iloc[:30]], ignore_index=True)

    assert warning_of("MML020", copies.assign(row_id=np.arange(230))).evidence["n_repeats"] == 30


def test_silent_when_few_values_must_repeat(warning_of):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.integers(0, 3, 300), "b": rng.choice(["x", "y"], 300), "y": rng.integers(0, 2, 300)})

    assert warning_of("MML020", frame) is None


def test_silent_on_a_handful(warning_of, plain):
    assert warning_of("MML020", pd.concat([plain, plain.iloc[:1]], ignore_index=True)) is None
