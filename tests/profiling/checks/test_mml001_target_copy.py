from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling import Treatment


@pytest.mark.parametrize(
    "values",
    [
        lambda y: y,
        lambda y: y.map({"yes": 1, "no": 0}),
        lambda y: y.map({"yes": -3.5, "no": 12.0}),
        lambda y: y == "yes",
        lambda y: y.map({"yes": "ja", "no": None}),
        lambda y: y.astype("category"),
    ],
    ids=["same", "codes", "floats", "truth", "missing for one class", "category"],
)
def test_speaks_of_the_target_under_any_labels(profile_of, plain, values):
    profile = profile_of(plain.assign(copied=values(plain["y"])))

    warning = profile.warnings[0]
    assert (warning.code, warning.severity, warning.columns) == ("MML001", "serious", ("copied",))
    assert "'copied' is the target itself" in warning.message
    assert "200 rows" in warning.message
    assert "treatments={'copied': 'keep'}" in warning.advice
    assert "ignore=['copied']" in warning.advice
    assert profile.column("copied").plan.treatment is Treatment.DROP


def test_several_copies_are_one_warning(warning_of, plain):
    frame = plain.assign(**{f"copy{i}": plain["y"] + "!" * (i + 1) for i in range(7)})

    warning = warning_of("MML001", frame)

    assert len(warning.columns) == 7
    assert "and 2 more are the target itself" in warning.message
    assert warning.evidence == {"n_columns": 7.0, "strongest": 1.0}


def test_silent_when_one_row_differs(warning_of, plain):
    copied = plain["y"].copy()
    copied.iloc[0] = "no" if copied.iloc[0] == "yes" else "yes"

    assert warning_of("MML001", plain.assign(copied=copied)) is None


def test_silent_on_columns_that_help(warning_of, plain):
    assert warning_of("MML001", plain.assign(flag=plain["size"] > 0)) is None


def test_silent_when_few_rows_may_agree_by_chance(warning_of):
    import pandas as pd

    frame = pd.DataFrame({"a": [0, 1] * 8, "b": np.arange(16) % 5, "y": ["no", "yes"] * 8})

    assert warning_of("MML001", frame) is None


def test_says_of_one_that_is_kept_on_purpose_that_it_was_not_left_out(profile_of, plain):
    frame = plain.assign(copy=plain["y"].map({"yes": 1, "no": 0}))

    said = [profile_of(frame, treatments=chosen).warnings[0].message for chosen in (None, {"copy": "keep"})]

    assert "It is left out: a model" in said[0]
    assert "It is left out unless you keep it: a model" in said[1]
