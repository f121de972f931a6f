from __future__ import annotations

import pytest

from jupyter_metaml.notebook.commands import AUTOML, COMMANDS
from jupyter_metaml.notebook.options import options_of
from jupyter_metaml.notebook.usage import help_text, short_usage


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_names_every_way_to_type_every_option(command):
    text = help_text(command)

    assert all(flag in text for entry in options_of(command.request) for flag in entry.flags)
    assert command.example in text


def test_short_usage_has_three_lines_with_an_example():
    lines = short_usage(AUTOML).splitlines()

    assert len(lines) == 3
    assert lines[1] == f"Example: {AUTOML.example}"


def test_defaults_are_shown_where_there_are_any():
    assert "(default 60)" in help_text(AUTOML)
    assert "(default model)" in help_text(AUTOML)
