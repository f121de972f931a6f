from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.display_mode import VARIABLE, Host, choose_display, host_of

LAB = Host(has_kernel=True, has_reader=True)
HEADLESS = Host(has_kernel=True, has_reader=False)
TERMINAL = Host(has_kernel=False, has_reader=True)


@pytest.mark.parametrize(
    ("asked", "variable", "host", "mode"),
    [
        ("auto", None, LAB, "panel"),
        ("auto", None, HEADLESS, "static"),
        ("auto", None, TERMINAL, "text"),
        ("html", None, LAB, "live"),
        ("html", None, HEADLESS, "static"),
        ("html", None, TERMINAL, "static"),
        ("text", None, LAB, "text"),
        ("none", None, LAB, "none"),
        ("auto", "text", LAB, "text"),
        ("auto", " HTML ", HEADLESS, "static"),
        ("html", "none", LAB, "live"),
        ("auto", "", LAB, "panel"),
        ("auto", "html", LAB, "live"),
    ],
)
def test_mode_follows_the_request_then_the_variable_then_the_host(asked, variable, host, mode):
    environ = {} if variable is None else {VARIABLE: variable}

    assert choose_display(asked, environ, host).mode == mode


def test_every_choice_has_a_reason():
    assert VARIABLE in choose_display("auto", {VARIABLE: "text"}, LAB).reason
    assert "nobody watches" in choose_display("auto", {}, HEADLESS).reason


def test_an_unknown_word_in_the_environment_is_an_error():
    with pytest.raises(UsageError, match=f"{VARIABLE}='widget'"):
        choose_display("auto", {VARIABLE: "widget"}, LAB)


def test_the_host_is_told_by_its_kernel():
    assert host_of(SimpleNamespace()) == TERMINAL
    assert host_of(SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=True))) == LAB
    assert host_of(SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=False))) == HEADLESS
    assert host_of(SimpleNamespace(kernel=SimpleNamespace())) == LAB
