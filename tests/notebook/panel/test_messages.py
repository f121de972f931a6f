"""Fault row F4: messages forged by other scripts of the page."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_metaml.notebook.panel.messages import COMMANDS, custom_content, read_command


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_commands_of_the_list_are_taken(command: str):
    assert read_command({"command": command}) == command


@pytest.mark.parametrize(
    "content",
    [
        None,
        "stop",
        ["stop"],
        {},
        {"command": None},
        {"command": ["stop"]},
        {"command": {"command": "stop"}},
        {"command": "STOP"},
        {"command": "stop "},
        {"command": "shutdown"},
        {"command": "__import__('os').system('id')"},
        {"command": "../../x"},
        {"command": "stop" * 100_000},
        {"command": "stop", "path": "/"},
        {"kind": "stop"},
        {1: "stop"},
        0,
    ],
)
def test_everything_else_is_passed_over(content: Any):
    assert read_command(content) is None


@pytest.mark.parametrize("data", [None, [], "custom", {"content": 1}, {"method": "update", "content": 1}])
def test_only_custom_messages_have_content(data: Any):
    assert custom_content(data) is None


def test_the_content_of_a_custom_message_is_found():
    assert custom_content({"method": "custom", "content": {"command": "stop"}}) == {"command": "stop"}
