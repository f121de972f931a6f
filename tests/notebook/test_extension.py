from __future__ import annotations

import pytest
from traitlets.config import Config

import jupyter_metaml
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook import load_ipython_extension, unload_ipython_extension
from jupyter_metaml.notebook.commands import COMMANDS
from jupyter_metaml.notebook.completion import MATCHER
from jupyter_metaml.notebook.extension import fill_empty_body


def matchers(ip) -> int:
    return sum(getattr(entry, "matcher_identifier", "") == MATCHER for entry in ip.Completer.custom_matchers)


def settings(ip) -> int:
    return sum(type(entry).__name__ == "AutoMLMagics" for entry in ip.configurables)


def test_loading_is_silent_and_registers_every_magic(bare_shell, capsys: pytest.CaptureFixture[str]):
    bare_shell.run("%load_ext jupyter_metaml")

    assert capsys.readouterr() == ("", "")
    assert bare_shell.shown == []
    assert all(bare_shell.ip.find_line_magic(command.name) is not None for command in COMMANDS)
    assert bare_shell.ip.find_cell_magic("automl") is not None


def test_loading_twice_hooks_in_once(bare_shell):
    load_ipython_extension(bare_shell.ip)
    load_ipython_extension(bare_shell.ip)

    assert matchers(bare_shell.ip) == 1
    assert settings(bare_shell.ip) == 1
    assert bare_shell.ip.input_transformers_cleanup.count(fill_empty_body) == 1


def test_unloading_takes_everything_out(bare_shell):
    load_ipython_extension(bare_shell.ip)
    unload_ipython_extension(bare_shell.ip)
    unload_ipython_extension(bare_shell.ip)

    assert matchers(bare_shell.ip) == 0
    assert settings(bare_shell.ip) == 0
    assert fill_empty_body not in bare_shell.ip.input_transformers_cleanup
    assert not any(bare_shell.ip.find_line_magic(command.name) for command in COMMANDS)


def test_reloading_works(bare_shell):
    bare_shell.run("%load_ext jupyter_metaml")
    bare_shell.run("%reload_ext jupyter_metaml")

    assert matchers(bare_shell.ip) == 1


def test_outside_ipython_the_message_says_what_to_type():
    with pytest.raises(UsageError, match="%load_ext jupyter_metaml"):
        load_ipython_extension(None)


def test_another_installed_version_asks_for_a_restart(bare_shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("jupyter_metaml.notebook.extension.version", lambda name: "99.0")

    with pytest.raises(UsageError, match=f"99.0 is installed, and {jupyter_metaml.__version__} is loaded .* Restart"):
        load_ipython_extension(bare_shell.ip)


def test_unusable_settings_are_left_out_with_a_warning(bare_shell):
    bare_shell.ip.config.merge(Config({"AutoMLMagics": {"time": 0}}))

    with pytest.warns(UserWarning, match="AutoMLMagics.time = 0"):
        load_ipython_extension(bare_shell.ip)

    assert settings(bare_shell.ip) == 1


def test_settings_of_a_configuration_file_count(bare_shell):
    bare_shell.ip.config.merge(Config({"AutoMLMagics": {"time": "2m"}}))

    load_ipython_extension(bare_shell.ip)

    assert bare_shell.run("%config AutoMLMagics.time") == 120.0


@pytest.mark.parametrize(
    ("lines", "filled"),
    [
        (["%%automl df\n"], ["%%automl df\n", "\n"]),
        (["%%automl df"], ["%%automl df\n", "\n"]),
        (["%%automl df\n", "  \n"], ["%%automl df\n", "\n"]),
        (["%%automl df\n", "time = 3\n"], ["%%automl df\n", "time = 3\n"]),
        (["%%time\n"], ["%%time\n"]),
        ([], []),
    ],
)
def test_a_lone_line_gets_an_empty_body(lines: list[str], filled: list[str]):
    assert fill_empty_body(lines) == filled
