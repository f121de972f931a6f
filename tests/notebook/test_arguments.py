from __future__ import annotations

import pytest

from jupyter_metaml.notebook.arguments import FitRequest, ProfileRequest
from jupyter_metaml.notebook.commands import COMMANDS
from jupyter_metaml.notebook.options import options_of


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_request_can_be_made_of_defaults_alone(command):
    request = command.request()

    assert {entry.name: entry.default for entry in options_of(command.request)} == {
        entry.name: getattr(request, entry.name) for entry in options_of(command.request)
    }


def test_the_options_of_the_design_are_there():
    names = {entry.name for entry in options_of(FitRequest)}

    assert names >= {"data", "target", "task", "time", "trials", "metric", "folds", "models", "exclude", "groups"}
    assert names >= {"weights", "order", "ignore", "treat", "test", "into", "run", "seed", "jobs", "single", "plan"}
    assert names >= {"suggest", "save", "display", "quiet", "debug", "force"}


def test_profile_and_fit_mean_the_same_by_the_same_option():
    fit = {entry.name: entry for entry in options_of(FitRequest)}

    assert all(fit[entry.name] == entry for entry in options_of(ProfileRequest))
