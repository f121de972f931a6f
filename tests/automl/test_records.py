from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl import RunReport
from jupyter_metaml.automl.records import from_plain, to_plain
from jupyter_metaml.exceptions import StorageError


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Sample:
    label: Hashable
    sizes: tuple[int, ...] = ()
    pair: tuple[int, float] = (0, 0.0)
    levels: frozenset[Hashable] | None = None
    colour: Colour = Colour.RED
    value: bool | float | str | None = None
    evidence: Mapping[str, float | str] | None = None


def through_json(record):
    return from_plain(type(record), json.loads(json.dumps(to_plain(record))))


def test_report_survives_json(report):
    assert through_json(report) == report


def test_a_report_of_a_version_that_timed_no_single_row_is_read(report):
    plain = to_plain(report)
    for row in plain["leaderboard"]["tuple"]:
        del row["predict_row_ms"]

    assert from_plain(RunReport, plain) == report


@pytest.mark.parametrize("label", ["name", 3, 2.5, True, None, ("a", 1), pd.Timestamp("2026-01-31")])
def test_labels_of_these_types_survive(label):
    assert through_json(Sample(label=label)).label == label


def test_other_labels_come_back_as_their_text():
    assert through_json(Sample(label=b"raw")).label == "b'raw'"
    assert through_json(Sample(label=np.int64(4))).label == 4


def test_containers_come_back_in_their_types():
    sample = Sample(
        label="x",
        sizes=(1, 2),
        pair=(1, 2.5),
        levels=frozenset({"a", 1.0}),
        value=False,
        evidence={"auc": 1.0, "how": "alone"},
    )

    assert through_json(sample) == sample


@pytest.mark.parametrize(
    "changes",
    [{"seconds": "long"}, {"state": "odd"}, {"unknown": 1}, {"leaderboard": {"tuple": [1]}}, {"question": None}],
)
def test_values_that_do_not_fit_are_refused(report, changes):
    with pytest.raises(StorageError, match="no record"):
        from_plain(RunReport, to_plain(report) | changes)


def test_missing_fields_are_refused(report):
    plain = to_plain(replace(report))
    del plain["run_id"]

    with pytest.raises(StorageError, match="no record"):
        from_plain(RunReport, plain)
