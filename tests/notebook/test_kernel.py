"""A real kernel, asked as a front end asks it: completion, live output, interrupt."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

from jupyter_metaml.notebook.views.bundles import RUN_TYPE

START = """
import pandas as pd
df = pd.DataFrame({"net price": [place % 17 for place in range(400)], "rooms": [place % 5 for place in range(400)]})
df["town"] = ["a" if place % 17 + place % 5 > 9 else "b" for place in range(400)]
%load_ext jupyter_metaml
%config AutoMLMagics.display = "html"
"""


@dataclass
class Answer:
    """What a cell has sent."""

    status: str
    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: dict[str, Any] | None = None

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """Return displays and their updates, in order."""
        return [output for output in self.outputs if output["msg_type"] in {"display_data", "update_display_data"}]


class Kernel:
    """A kernel with a reader before it."""

    def __init__(self, manager: KernelManager, client: Any) -> None:
        self.manager = manager
        self.client = client

    def run(self, code: str, *, interrupt_when: str = "", timeout: float = 60.0) -> Answer:
        """Run a cell to its end; interrupt it once `interrupt_when` is among what it draws."""
        started, interrupted = time.monotonic(), False
        request = self.client.execute(code, allow_stdin=True)
        outputs: list[dict[str, Any]] = []
        while time.monotonic() - started < timeout:
            message = self._next()
            if message is None or message["parent_header"].get("msg_id") != request:
                continue
            outputs.append({"msg_type": message["msg_type"], "content": message["content"]})
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
            if interrupt_when and not interrupted and interrupt_when in str(message["content"]):
                self.manager.interrupt_kernel()
                interrupted = True
        reply = self._reply(request)
        return Answer(
            status=reply["status"],
            outputs=outputs,
            error=reply if reply["status"] == "error" else None,
        )

    def value(self, expression: str) -> str:
        """Return the text of an expression."""
        answer = self.run(f"print({expression})")
        return "".join(output["content"]["text"] for output in answer.outputs if output["msg_type"] == "stream").strip()

    def complete(self, code: str) -> list[str]:
        """Return what Tab offers at the end."""
        return self._reply(self.client.complete(code, len(code)))["matches"]

    def reconnect(self) -> None:
        """Go away without a word, as a closed browser tab does, and come back as another client."""
        self.client.stop_channels()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def _reply(self, request: str) -> dict[str, Any]:
        while True:
            message = self.client.get_shell_msg(timeout=20)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def _next(self) -> dict[str, Any] | None:
        try:
            return self.client.get_iopub_msg(timeout=0.5)
        except queue.Empty:
            return None


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    """Start a kernel with a table and the extension."""
    manager, client = start_new_kernel(kernel_name="python3")
    kernel = Kernel(manager, client)
    assert kernel.run(START).status == "ok"
    yield kernel
    kernel.client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    ("code", "offered"),
    [
        ("%%automl d", "df"),
        ("%%automl df --tar", "--target"),
        ("%%automl df --target ne", '"net price"'),
        ("%%automl df\ntim", "time = "),
        ("%%automl df\ntarget = 'ne", "'net price'"),
    ],
)
def test_tab_completes_on_the_line_and_in_the_body(kernel: Kernel, code: str, offered: str):
    assert offered in kernel.complete(code)


def test_mistakes_fail_the_cell_with_one_line(kernel: Kernel):
    answer = kernel.run("%automl df --target Town")

    assert answer.status == "error"
    assert answer.error["ename"] == "AutoMLError"
    assert answer.error["traceback"] == [f"AutoMLError: {answer.error['evalue']}"]


def test_a_search_is_drawn_in_one_place_and_settles(kernel: Kernel):
    answer = kernel.run('%%automl df --target town --time 6 --jobs 1\nignore = ["rooms"]')

    assert answer.status == "ok", answer.error
    kinds = [output["msg_type"] for output in answer.drawn]
    assert kinds[0] == "display_data"
    assert set(kinds[1:]) == {"update_display_data"}
    assert len({output["content"]["transient"]["display_id"] for output in answer.drawn}) == 1
    assert len(answer.drawn) <= 6 * 4 + 6
    settled = answer.drawn[-1]["content"]["data"]
    assert settled[RUN_TYPE]["state"] == "done"
    assert not any("widget" in kind for output in answer.drawn for kind in output["content"]["data"])
    assert kernel.value("type(model).__name__, len(model.predict(df))") == "Pipeline 400"
    assert not [output for output in answer.outputs if output["msg_type"] in {"stream", "execute_result"}]


def test_an_interrupted_search_keeps_the_best_so_far(kernel: Kernel):
    kernel.run("del model, run")
    answer = kernel.run("%%automl df --target town --time 10m --jobs 1", interrupt_when="Best single models")

    assert answer.status == "ok", answer.error
    assert answer.drawn[-1]["content"]["data"][RUN_TYPE]["state"] == "stopped"
    assert kernel.value("run.state, len(model.predict(df))") == "stopped 400"


def test_an_interrupt_before_the_first_model_is_a_short_error(kernel: Kernel):
    kernel.run("model = run = None")
    answer = kernel.run("%%automl df --target town --time 10m --jobs 1 --force", interrupt_when="Looking at the table")

    if answer.status == "error":
        assert answer.error["ename"] == "AutoMLError"
        assert len(answer.error["traceback"]) == 1
        assert kernel.value("model, run") == "None None"
    else:
        # The machine was fast: a first model was there.
        assert kernel.value("run.state") == "stopped"


def test_a_search_goes_on_while_nobody_listens_and_can_be_shown_again(kernel: Kernel):
    """Fault row E8."""
    kernel.run("model = run = None")
    kernel.client.execute("%%automl df --target town --time 6 --jobs 1 --force", allow_stdin=True)

    kernel.reconnect()

    assert kernel.value("run.state, len(model.predict(df))") == "done 400"
    shown = kernel.run("%automl_show")
    assert shown.status == "ok"
    assert "town" in shown.drawn[-1]["content"]["data"]["text/plain"]
