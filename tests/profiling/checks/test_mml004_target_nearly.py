from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

RNG = np.random.default_rng(0)


def classes(n_rows=400):
    y = RNG.integers(0, 2, n_rows)
    return pd.DataFrame({"a": RNG.normal(size=n_rows), "y": y})


def numbers(n_rows=400):
    return pd.DataFrame({"a": RNG.normal(size=n_rows), "y": RNG.gamma(2.0, size=n_rows)})


@pytest.mark.parametrize(
    ("frame", "suspicious"),
    [
        (classes(), lambda y: y + 0.4 * RNG.random(len(y))),
        (classes(), lambda y: [f"k{value}{i % 5}" for i, value in enumerate(y)]),
        (numbers(), lambda y: y + 0.01 * RNG.normal(size=len(y))),
        (numbers(), lambda y: y.round(1).map("price {:.1f}".format)),
    ],
    ids=["separates", "finer levels", "with noise", "rounded, as levels"],
)
def test_speaks_of_a_column_that_suffices_alone_and_keeps_it(profile_of, frame, suspicious):
    profile = profile_of(frame.assign(late=suspicious(frame["y"])))

    (warning,) = [warning for warning in profile.warnings if warning.code == "MML004"]
    assert (warning.severity, warning.columns) == ("warning", ("late",))
    assert warning.evidence["strongest"] >= 0.98
    assert "treatments={'late': 'drop'}" in warning.advice
    assert profile.column("late").plan.is_kept


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits"])
def test_silent_on_well_known_tables(warning_of, name):
    assert warning_of("MML004", getattr(datasets, f"load_{name}")(as_frame=True).frame, "target") is None


def test_silent_on_a_strong_but_honest_column(warning_of):
    frame = classes()

    assert warning_of("MML004", frame.assign(strong=frame["y"] + 0.35 * RNG.normal(size=400))) is None


def test_silent_when_only_copied_rows_predict_each_other(warning_of):
    frame = classes(40)

    assert warning_of("MML004", frame.loc[np.arange(400) % 40]) is None


def test_silent_on_small_tables(warning_of):
    frame = classes(60)

    assert warning_of("MML004", frame.assign(late=frame["y"] + 0.4 * RNG.random(60))) is None
