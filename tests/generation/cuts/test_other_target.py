from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from source_tables import plants, species

from jupyter_metaml.generation import OtherTarget, SourceTable
from jupyter_metaml.generation.errors import DraftError


def asked(table: SourceTable, seeds: range) -> dict[str, str]:
    """Collect which columns are asked for, and as what."""
    found = {}
    for seed in seeds:
        try:
            other = OtherTarget().apply(table, np.random.default_rng(seed))
        except DraftError:
            continue
        assert other.family == table.family
        assert table.target in other.features
        found[other.target] = other.kind
    return found


def test_columns_that_follow_from_others_are_asked_for():
    assert asked(species(), range(40)) == {
        "height": "regression",
        "width": "regression",
        "yield": "regression",
        "colour": "multiclass",
    }


def test_two_levels_make_a_binary_question():
    frame = plants().assign(colour=lambda table: table["colour"].eq("red"))

    assert asked(replace(species(), frame=frame), range(40))["colour"] == "binary"


def test_rows_without_the_new_answer_are_left_out():
    frame = plants().assign(height=lambda table: table["height"].mask(table["number"] % 5 == 0))
    table = replace(species(), frame=frame[["height", "width", "species"]])

    other = next(
        cut for seed in range(20) if (cut := OtherTarget().apply(table, np.random.default_rng(seed))).target == "height"
    )

    assert len(other.frame) == 480
    assert len(table.frame) == 600


def test_question_that_another_column_answers_is_refused():
    frame = pd.DataFrame({"a": plants()["height"], "b": plants()["height"] * 2, "species": plants()["species"]})
    table = replace(species(), frame=frame)

    with pytest.raises(DraftError, match="says the same"):
        OtherTarget().apply(table, np.random.default_rng(0))


def test_question_about_noise_is_refused():
    rng = np.random.default_rng(1)
    table = replace(species(), frame=pd.DataFrame({"a": rng.normal(size=600), "species": plants()["species"]}))

    with pytest.raises(DraftError, match="tell nothing"):
        OtherTarget().apply(table, rng)


def test_identifiers_constants_dates_and_empty_columns_are_never_asked_for():
    frame = plants()[["number", "always", "seen", "species"]].assign(empty=np.nan, endless=np.inf)
    frame["mixed"] = np.where(frame["number"] % 2 == 0, frame["number"] / 7, np.nan)
    table = replace(species(), frame=frame)

    assert not OtherTarget().suits(table)
    with pytest.raises(DraftError, match="no feature"):
        OtherTarget().apply(table, np.random.default_rng(0))
