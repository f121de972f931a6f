from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.notebook.completion import complete

DF = pd.DataFrame({"net price": [1], "rooms": [2], 'a "b"': [3], "zero\u200bwidth": [4], 7: [5]})
NAMES = {"df": DF, "sales": DF, "n": 3}


def words(cell: str, lookup=NAMES) -> tuple[str, ...]:
    before, cursor, after = cell.partition("|")
    assert cursor
    row, column = before.count("\n"), len(before.rpartition("\n")[2])
    found = complete(before + after, row, column, lookup)
    return () if found is None else found.words


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%automl |", ("df", "sales")),
        ("%%automl s|", ("sales",)),
        ("run = %automl s|", ("sales",)),
        ("%automl df --ta|", ("--target", "--task")),
        ("%automl df --target rooms --ta|", ("--task",)),
        ("%automl df --task |", ("auto", "classification", "regression")),
        ("%automl df --task=reg|", ("regression",)),
        ("%automl df -t r|", ("rooms",)),
        ("%automl df --target ne|", ('"net price"',)),
        ('%automl df --target "ne|', ('"net price"',)),
        ('%automl df --target "ne|"', ('"net price',)),
        ("%automl df --target 'ne|", ("'net price'",)),
        ("%automl df --target a|", ("'a \"b\"'",)),
        ("%automl df --ignore rooms,ne|", ('"net price"',)),
        ("%automl df --treat rooms=te|", ("rooms=text",)),
        ("%automl df --test s|", ("sales",)),
        ("%%automl df\ntar|", ("target = ",)),
        ("%%automl df\ntarget = 'ne|", ("'net price'",)),
        ("%%automl df\ntarget = 'ne|'", ("'net price",)),
        ("%%automl\ndata = sales\nignore = [\n    'rooms', \"ne|", ('"net price"',)),
        ("%%automl df\ntask = reg|", ('"regression"',)),
        ("%%automl\ndata = s|", ("sales",)),
        ("%automl_profile s|", ("sales",)),
        ("%automl df --into m|", ()),
    ],
)
def test_what_fits_is_offered(cell: str, expected: tuple[str, ...]):
    assert words(cell) == expected


@pytest.mark.parametrize(
    "cell", ["df.|", "%timeit d|", "%%time\ntar|", "automl d|", "%%automl_unknown d|", "%%auto|ml df", "|"]
)
def test_nothing_is_offered_elsewhere(cell: str):
    assert words(cell) == ()


def test_keys_that_are_set_are_not_offered_again():
    offered = words("%%automl df\ntarget = 'rooms'\n|")

    assert "time = " in offered
    assert "target = " not in offered


def test_all_options_are_offered_after_the_table():
    assert "--time" in words("%automl df |")


def test_runs_are_known_by_their_type():
    run = type("Run", (), {})()

    assert words("%automl_show |", {"run": run, "df": DF}) == ("run",)


def test_columns_that_do_not_print_are_left_out():
    assert not any("width" in word for word in words("%automl df -t |"))


def test_ten_thousand_columns_are_cut():
    wide = pd.DataFrame([range(10_000)], columns=[f"c{number}" for number in range(10_000)])

    assert len(words("%automl wide -t |", {"wide": wide})) == 200
