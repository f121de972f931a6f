"""The panel in a real kernel: what travels, the button, and what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from jupyter_metaml.notebook.panel.view import WIDGET_TYPE
from jupyter_metaml.notebook.views.bundles import RUN_TYPE

START = """
import pandas as pd
df = pd.DataFrame({"price": [place % 17 for place in range(400)], "rooms": [place % 5 for place in range(400)]})
df["town"] = ["a" if place % 17 + place % 5 > 9 else "b" for place in range(400)]
%load_ext jupyter_metaml
import jupyter_metaml.notebook.panel.view
jupyter_metaml.notebook.panel.view.CLOSE_AFTER_S = 0.0
"""
Message = dict[str, Any]


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Start a kernel with a table and the extension."""
    manager, client = start_new_kernel(kernel_name="python3")
    run(client, START)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: Any, code: str, act: Callable[[Message], None] = lambda message: None) -> list[Message]:
    """Run a cell as a front end does, and return all that was published; `act` is told each message as it comes."""
    request = client.execute(code, allow_stdin=True)
    messages: list[Message] = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        messages.append(message)
        act(message)
        is_ours = message["parent_header"].get("msg_id") == request
        if is_ours and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return messages


def press(client: Any, comm_id: str, command: str) -> None:
    """Send what the browser sends."""
    data = {"comm_id": comm_id, "data": {"method": "custom", "content": {"command": command}}}
    client.shell_channel.send(client.session.msg("comm_msg", data))


def of(messages: list[Message], *kinds: str) -> list[Message]:
    """Pick messages by their kind."""
    return [message["content"] for message in messages if message["msg_type"] in kinds]


def test_stop_ends_a_search_that_keeps_the_kernel_busy(client):
    panels: list[str] = []
    pressed: list[str] = []

    def act(message: Message) -> None:
        content = message["content"]
        if message["msg_type"] == "comm_open" and "_esm" in content["data"]["state"]:
            panels.append(content["comm_id"])
            press(client, content["comm_id"], "shown")
        state = content.get("data", {}).get("state", {}) if message["msg_type"] == "comm_msg" else {}
        if state.get("results", {}).get("leaders") and not pressed:
            pressed.append("stop")
            press(client, panels[0], "stop")

    messages = run(client, "%%automl df --target town --time 10m --jobs 1", act)

    drawn = of(messages, "display_data", "update_display_data")
    assert [WIDGET_TYPE in content["data"] for content in drawn] == [True, False]
    assert drawn[0]["data"][WIDGET_TYPE]["model_id"] == panels[0]
    assert drawn[1]["data"][RUN_TYPE]["state"] == "stopped"
    assert len({content["transient"]["display_id"] for content in drawn}) == 1
    assert of(messages, "error") == []
    assert len(panels) == 1
    assert panels[0] in [content["comm_id"] for content in of(run(client, "pass"), "comm_close")]
