from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd

from jupyter_metaml.notebook.lab.records import (
    MAX_COLUMNS,
    MAX_FRAMES,
    MAX_NAME,
    MAX_STORED,
    active_record,
    frame_records,
    stored_record,
    stored_records,
)
from jupyter_metaml.search import RunSummary


def summary(**changes) -> RunSummary:
    fields = {
        "run_id": "20261127-003000-abcdef",
        "state": "stopped",
        "kind": "binary",
        "metric": "ROC AUC",
        "target": "net price",
        "score": 0.9123,
        "n_trials": 12,
        "started_at": "2026-11-27T00:30:00+00:00",
        "seconds": 20.1,
        "path": Path("somewhere"),
    }
    return RunSummary(**{**fields, **changes})


def test_a_run_of_the_kernel_is_told_as_in_the_example(make_active, read_messages):
    assert active_record(make_active()) == read_messages("pushes")["good"][1]["run"]


def test_a_stored_run_is_told_as_in_the_example(read_messages):
    assert stored_record(summary()) == read_messages("replies")["good"][0]["stored"][0]


def test_tables_are_told_as_in_the_example(read_messages):
    df = pd.DataFrame(columns=["net price", "it's <b>", "both ' and \"", "two\nlines", 3])

    assert frame_records({"df": df, "x": 3}) == read_messages("replies")["good"][1]["frames"]


def test_a_folder_with_a_strange_name_offers_no_code():
    for name in ("a\nimport os", "--into", "x; y", "../up", "a" * 65, ""):
        record = stored_record(summary(run_id=name))

        assert (record["load_code"], record["show_code"]) == ("", "")


def test_a_stored_run_that_is_nonsense_is_left_out_and_the_number_is_bounded():
    runs = [summary(score="high"), summary(started_at=None), *[summary()] * (2 * MAX_STORED)]

    assert stored_records(runs) == [stored_record(summary())] * (MAX_STORED - 2)


def test_texts_from_data_are_short_and_show_what_is_hidden(make_active):
    record = active_record(make_active(target="a\u202eb" * 1000, message="x" * 10_000, table="\x1b[31m"))

    assert len(record["target"]) < 1000
    assert "\u202e" not in record["target"]
    assert len(record["message"]) <= 300
    assert record["table"] == "\\x1b[31m"


def test_endless_times_are_numbers_of_json(make_active):
    assert active_record(make_active(budget_s=float("inf")))["budget_s"] == 0.0


def test_literals_are_the_names_whatever_is_in_them(hostile):
    records = frame_records({"df": pd.DataFrame(columns=pd.Index([hostile], dtype=object))})

    literal = records[0]["columns"][0]["literal"]
    assert literal == "" or ast.literal_eval(literal) == hostile
    assert "\n" not in literal
    assert (literal == "") == (len(hostile) > MAX_NAME)


def test_tables_and_columns_are_bounded():
    wide = pd.DataFrame(columns=range(MAX_COLUMNS + 7))
    records = frame_records({f"df{number}": wide for number in range(MAX_FRAMES + 7)})

    assert len(records) == MAX_FRAMES
    assert len(records[0]["columns"]) == MAX_COLUMNS
    assert records[0]["n_columns"] == MAX_COLUMNS + 7


def test_private_names_and_what_is_no_name_are_left_out():
    df = pd.DataFrame({"a": [1]})

    assert frame_records({"_df": df, "a b": df, "class": df, "x" * 300: df, "nothing": None}) == []


class Broken(pd.DataFrame):
    """A table that cannot be asked for its columns."""

    @property
    def columns(self):
        raise RuntimeError("no")


def test_a_table_that_cannot_be_asked_is_left_out():
    names = {"broken": object.__new__(Broken), "df": pd.DataFrame({"a": [1]})}

    assert [record["name"] for record in frame_records(names)] == ["df"]
