from __future__ import annotations

import pytest

from jupyter_metaml.notebook.commands import AUTOML, COMMANDS, RUNS
from jupyter_metaml.notebook.line_parser import parse_line
from jupyter_metaml.notebook.options import options_of
from jupyter_metaml.notebook.scope import Scope


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_example_of_each_magic_can_be_parsed(command):
    name, _, line = command.example.lstrip("%").partition(" ")

    parsed = parse_line(line, options_of(command.request), Scope.of({}, None))

    assert name == command.name
    assert not parsed.wants_help


def test_magics_about_a_table_need_data():
    assert AUTOML.needs_data
    assert not RUNS.needs_data
