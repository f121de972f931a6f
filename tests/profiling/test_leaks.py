from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from jupyter_metaml.profiling.leaks import Leak


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits"])
def test_well_known_tables_give_nothing_away(survey_of, name):
    frame = getattr(datasets, f"load_{name}")(as_frame=True).frame

    assert survey_of(frame, "target").leaks == ()


def test_each_column_is_reported_once_and_for_the_worst_it_does(survey_of, plain):
    frame = plain.assign(copy=plain["y"].map({"yes": 1, "no": 0}), other=plain["y"] + "!")

    assert survey_of(frame, "y").leaks == (Leak(type="copy", position=3), Leak(type="copy", position=4))


def test_numbers_stored_as_text_are_seen_through(survey_of):
    price = np.random.default_rng(0).gamma(2.0, size=80).round(4)
    frame = pd.DataFrame(
        {"area": np.random.default_rng(1).normal(size=80), "tag": [f"${v:.4f}" for v in price], "y": price}
    )

    (leak,) = survey_of(frame, "y").leaks

    assert (leak.type, leak.position, leak.is_certain) == ("linear", 1, True)


def test_near_copies_are_not_certain(survey_of):
    y = np.random.default_rng(0).normal(size=300)
    frame = pd.DataFrame({"a": y + 0.01 * np.random.default_rng(1).normal(size=300), "y": y})

    (leak,) = survey_of(frame, "y").leaks

    assert leak.type == "near"
    assert not leak.is_certain


def test_too_few_rows_prove_nothing(survey_of):
    frame = pd.DataFrame({"a": [0, 1] * 9, "b": range(18), "y": ["no", "yes"] * 9})

    assert survey_of(frame, "y").leaks == ()


def test_a_copy_is_found_in_more_rows_than_are_tried(survey_of):
    rng = np.random.default_rng(0)
    y = rng.normal(size=6_000)
    frame = pd.DataFrame(rng.normal(size=(6_000, 250)), columns=[f"x{i}" for i in range(250)])
    frame["copy"], frame["y"] = y * 2, y

    assert [leak.position for leak in survey_of(frame, "y").leaks] == [250]
