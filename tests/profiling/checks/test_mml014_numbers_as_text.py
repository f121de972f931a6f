from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling import Treatment


def test_speaks_of_notations_that_need_a_word_from_a_person(profile_of, plain):
    frame = plain.assign(share=[f"{i % 40}%" for i in range(200)])

    profile = profile_of(frame)

    (warning,) = profile.warnings
    assert (warning.code, warning.severity, warning.columns) == ("MML014", "warning", ("share",))
    assert "a percent sign" in warning.message
    assert "treatments={'share': 'number'}" in warning.advice
    assert profile.column("share").plan.treatment is Treatment.CATEGORY
    confirmed = profile.with_treatments({"share": "number"}).column("share").plan
    assert confirmed.treatment is Treatment.NUMBER_FROM_TEXT


def test_speaks_softly_of_plain_digits(profile_of, plain):
    profile = profile_of(plain.assign(length=[f"{i % 40}.5" for i in range(200)]))

    (warning,) = profile.warnings
    assert (warning.code, warning.severity) == ("MML014", "note")
    assert "treatments={'length': 'category'}" in warning.advice
    assert profile.column("length").plan.treatment is Treatment.NUMBER_FROM_TEXT


def test_silent_on_codes_and_categories(warning_of, plain):
    frame = plain.assign(
        zip=[f"{i % 90:05}" for i in range(200)],
        grade=pd.Categorical(np.arange(200) % 5),
        size_in_words=[f"{i % 9} cm" for i in range(200)],
        large_keys=[str(10**18 + i % 60) for i in range(200)],
    )

    assert warning_of("MML014", frame) is None


def test_silent_once_confirmed(profile_of, plain):
    frame = plain.assign(price=[f"{number},50 €" for number in range(200)])

    assert "MML014" in {warning.code for warning in profile_of(frame).warnings}
    assert "MML014" not in {warning.code for warning in profile_of(frame, treatments={"price": "number"}).warnings}
