from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import FitRequest, RunsRequest
from jupyter_metaml.notebook.requests import read_request
from jupyter_metaml.notebook.scope import Scope

SCOPE = Scope.of({}, None)


def request(line: str, body: str = "", **configured: object) -> FitRequest:
    made = read_request(FitRequest, line, body, SCOPE, configured)
    assert made is not None
    return made


def test_line_beats_body_beats_config_beats_default():
    assert request("df").time == 60.0
    assert request("df", time=10.0).time == 10.0
    assert request("df", "time = 20", time=10.0).time == 20.0
    assert request("df --time 30", "time = 20", time=10.0).time == 30.0


def test_errors_of_the_line_come_before_those_of_the_body():
    with pytest.raises(UsageError, match="--tme"):
        request("df --tme 3", "time = 1 / 0")


def test_help_makes_no_request():
    assert read_request(FitRequest, "--help", "time = 1 / 0", SCOPE, {}) is None


def test_settings_of_other_magics_are_passed_over():
    assert read_request(RunsRequest, "", None, SCOPE, {"time": 10.0, "display": "text"}) == RunsRequest(display="text")
