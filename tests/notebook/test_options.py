from __future__ import annotations

import pytest

from jupyter_metaml.notebook.commands import COMMANDS
from jupyter_metaml.notebook.options import NamedOption, options_of

ALL = [(command.name, entry) for command in COMMANDS for entry in options_of(command.request)]
IDS = [f"{name}-{entry.name}" for name, entry in ALL]


@pytest.mark.parametrize(("command", "entry"), ALL, ids=IDS)
def test_every_option_has_a_help_of_one_line(command: str, entry: NamedOption):
    assert entry.option.help
    assert "\n" not in entry.option.help
    assert not entry.option.help.endswith(".")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_two_options_share_a_name(command):
    flags = [flag for entry in options_of(command.request) for flag in entry.flags]
    keys = [key for entry in options_of(command.request) for key in entry.keys]

    assert len(set(flags)) == len(flags)
    assert len(set(keys)) == len(keys)


def test_a_switch_that_is_on_is_typed_to_turn_it_off():
    suggest = next(entry for _, entry in ALL if entry.name == "suggest")

    assert suggest.flag == "--no-suggest"
    assert suggest.is_switch
