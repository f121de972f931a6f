from __future__ import annotations

import pytest

from jupyter_metaml.notebook.scope import Scope


def test_variables_of_the_calling_function_come_first():
    scope = Scope.of({"df": 1, "other": 2}, {"df": 3})

    assert (scope.lookup["df"], scope.lookup["other"]) == (3, 2)


def test_results_go_to_the_notebook():
    notebook: dict[str, object] = {}

    assert Scope.of(notebook, {"df": 3}).user_ns is notebook


@pytest.mark.parametrize("text", ["{missing}", "{", "}{", "{a.b}", "{1}", "{x!r}", "{x:>3}", "{}", "{{y}}"])
def test_everything_but_a_known_name_is_text(text: str):
    assert Scope.of({"x": "value"}, None).fill(text) == text


@pytest.mark.parametrize(("value", "shown"), [("a b", "a b"), (3, "3"), (0.5, "0.5"), (True, "{x}"), ([1], "{x}")])
def test_only_texts_and_numbers_are_filled_in(value: object, shown: str):
    assert Scope.of({"x": value}, None).fill("{x}") == shown


def test_what_is_filled_in_is_not_filled_again():
    assert Scope.of({"x": "{y}", "y": "no"}, None).fill("{x}") == "{y}"
