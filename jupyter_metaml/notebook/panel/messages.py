"""What the browser may tell the kernel: one of a few commands, and nothing else."""

from __future__ import annotations

from typing import Any, Literal, get_args

Command = Literal["stop", "stop_after_trial", "shown"]
COMMANDS: tuple[Command, ...] = get_args(Command)


def read_command(content: Any) -> Command | None:
    """Return the command of a message; None for everything that is not exactly one.

    Any script of the page can send messages, so whatever else they hold is passed over, never looked into.

    Parameters
    ----------
    content : object
        What came, such as ``{"command": "stop"}``.
    """
    if not isinstance(content, dict) or content.keys() != {"command"}:
        return None
    return next((command for command in COMMANDS if command == content["command"]), None)


def custom_content(data: Any) -> Any:
    """Return what a comm message of a widget holds for the widget's own code; None if it is of another kind."""
    if not isinstance(data, dict) or data.get("method") != "custom":
        return None
    return data.get("content")
