from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.body_parser import evaluate, parse_body
from jupyter_metaml.notebook.options import options_of

OPTIONS = options_of(FitRequest)


def values(body: str, **names: object) -> dict[str, object]:
    return evaluate(parse_body(body, OPTIONS), OPTIONS, dict(names))


def test_assignments_are_evaluated_in_the_notebook():
    body = """
    # what to leave out
    ignore = [
        "a",
        prefix + "b",
    ]
    time = 2 * 60   # two minutes
    plan = True
    """

    assert values(body, prefix="x_") == {"ignore": ("a", "x_b"), "time": 120.0, "plan": True}


@pytest.mark.parametrize("body", ["", "\n\n", "# only a comment"])
def test_an_empty_body_is_fine(body: str):
    assert values(body) == {}


def test_none_leaves_an_option_as_it_is():
    assert values("metric = None") == {}


def test_other_names_of_an_option_are_keys_too():
    assert values("time_column = 'day'") == {"order": "day"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("tme = 3", "Line 2: there is no setting 'tme'. Did you mean 'time'?"),
        ("\ntarget: y", "Line 3: settings are written with =, as in target = 'y', not with a colon."),
        ("target: 'y'", "Line 2: settings are written with =, as in target = 'y', not with a colon."),
        ("time: 60", "Line 2: settings are written with =, as in time = 60, not with a colon."),
        ("target: net price", "Line 2: settings are written with =, as in target = 'net price', not with a colon."),
        ("time = 60 sec", "Line 2: a value with blanks goes into quotes: time = '60 sec'."),
        ("target = net price", "Line 2: a value with blanks goes into quotes: target = 'net price'."),
        ("time 60", "Line 2: settings are written time = 60."),
        ("--time 60", "Line 2: settings are written time = 60."),
        ("time = (", "Line 2: 'time = (' is not Python: '(' was never closed."),
        ("time = 3\ntime = 4", "Line 3: 'time' is already set on line 2. Set it once."),
        ("target = price", "Line 2: there is no variable 'price'. A text goes into quotes: target = 'price'."),
        ("seed = True", "Line 2, seed = True: has to be a whole number from 0 to 4294967295."),
        ("time = '5 parsecs'", "Line 2, time = '5 parsecs': is not a duration."),
    ],
)
def test_mistakes_are_told_with_their_line(body: str, message: str):
    with pytest.raises(UsageError) as caught:
        values(body)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body", ["df", "a, b = 1, 2", "time = seed = 1", "time += 1", "def f():\n    pass", "import os"]
)
def test_only_simple_assignments_are_allowed(body: str):
    with pytest.raises(UsageError, match="Line 2: only settings, key = value"):
        values(body)


def test_nothing_is_evaluated_when_a_later_line_is_wrong():
    touched: list[int] = []

    with pytest.raises(UsageError, match="Line 3"):
        values("time = touch(1)\ntme = 2", touch=touched.append)

    assert touched == []


def test_an_error_of_the_users_code_stays_the_users_own():
    with pytest.raises(ZeroDivisionError) as caught:
        values("time = 1 / 0")

    assert caught.value.__notes__ == ["Line 2 of the cell: time = 1 / 0"]


@pytest.mark.parametrize("body", ["time = " + "(" * 5_000, "time = \0", "x" * 1_000_000 + " = 1"])
def test_monstrous_bodies_are_one_line_errors(body: str):
    with pytest.raises(UsageError):
        values(body)
