"""A real kernel, asked as a front end asks it: completion, live output, interrupt, searches in the background."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

from jupyter_metaml.notebook.views.bundles import RUN_TYPE
from jupyter_metaml.search import RunStore
from jupyter_metaml.search.runs import read_json

START = """
import os, time
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
        self.heard: list[dict[str, Any]] = []

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
            is_echo = message["msg_type"] == "execute_input"  # comes before the code runs
            if interrupt_when and not interrupted and not is_echo and interrupt_when in str(message["content"]):
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

    def standing_at(self, place: str) -> dict[str, Any]:
        """Return what was drawn last in a place, whichever cell it was sent for."""
        drawn = [content for content in self.heard if (content.get("transient") or {}).get("display_id") == place]
        return drawn[-1]["data"]

    def _next(self) -> dict[str, Any] | None:
        try:
            message = self.client.get_iopub_msg(timeout=0.5)
        except queue.Empty:
            return None
        self.heard.append(message["content"])
        return message


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


BACKGROUND = "%automl df --target town --time 10m --jobs 1 --models linear,lightgbm --background --force"
UNTIL_MODELS = "while len(run.leaderboard) < 3 and not run.has_ended: time.sleep(0.05)"


def test_a_search_in_the_background_leaves_the_kernel_to_the_person(kernel: Kernel):
    kernel.run("model = None")
    started = kernel.run(BACKGROUND)
    assert started.status == "ok", started.error
    assert kernel.run(UNTIL_MODELS).status == "ok"

    interrupted = kernel.run("print('here', flush=True)\ntime.sleep(1000)", interrupt_when="here")
    assert interrupted.error["ename"] == "KeyboardInterrupt"
    assert kernel.value("run.state, model") == "searching None"
    waited = kernel.run("%automl_wait", interrupt_when="Waits for the search")
    assert waited.error["evalue"].startswith("No longer waiting; the search goes on.")
    assert kernel.value("run.state") == "searching"

    stopped = kernel.run("%automl_stop run")

    assert stopped.status == "ok", stopped.error
    assert kernel.value("run.state, len(model.predict(df)), len(run.predict(df))") == "stopped 400 400"


def test_what_comes_later_goes_to_the_output_of_the_cell(kernel: Kernel):
    started = kernel.run(f"{BACKGROUND} --into m --run r")
    (place,) = {output["content"]["transient"]["display_id"] for output in started.drawn}

    ended = kernel.run(f"{UNTIL_MODELS}\nr.stop()\nr.wait()".replace("run.", "r."))

    assert {output["msg_type"] for output in ended.drawn} <= {"update_display_data"}
    assert kernel.standing_at(place)[RUN_TYPE]["state"] == "stopped"


def test_others_wait_in_line_and_can_be_awaited(kernel: Kernel):
    kernel.run(f"{BACKGROUND} --into m --run first")
    kernel.run("%automl df --target town --trials 2 --jobs 1 --models linear --background --into m2 --run second")

    assert kernel.value("second.state") == "queued"
    shown = kernel.run("%automl_show second")
    assert "waits until another search" in shown.drawn[0]["content"]["data"]["text/plain"]
    awaited = kernel.run("first.stop()\n(await second).state")

    assert awaited.status == "ok", awaited.error
    assert kernel.value("_, len(m2.predict(df))") == "done 400"


def test_an_error_in_the_background_is_shown_and_raised_once(kernel: Kernel):
    started = kernel.run("%automl df --target town --background --resume nothing --into bad --run broken")

    waited = kernel.run("broken.wait()")

    assert (started.status, waited.error["ename"]) == ("ok", "AutoMLError")
    assert waited.error["traceback"] == [f"AutoMLError: {waited.error['evalue']}"]
    settled = kernel.standing_at(started.drawn[0]["content"]["transient"]["display_id"])
    assert settled["text/plain"] == f"AutoML failed: {waited.error['evalue']}"
    assert kernel.value("broken.wait(), broken.state, 'bad' in globals()") == "True failed False"


@pytest.fixture
def other_kernel() -> Iterator[Kernel]:
    """Start a kernel that may be killed."""
    manager, client = start_new_kernel(kernel_name="python3")
    kernel = Kernel(manager, client)
    assert kernel.run(START).status == "ok"
    yield kernel
    kernel.client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_killed_kernel_leaves_no_workers_and_a_run_that_goes_on(kernel: Kernel, other_kernel: Kernel, tmp_path: Path):
    """Fault row E7."""
    other_kernel.run(f"{BACKGROUND} --seed 7 --runs-dir {tmp_path}")
    other_kernel.run(UNTIL_MODELS)
    process = psutil.Process(int(other_kernel.value("os.getpid()")))
    workers = process.children(recursive=True)
    assert workers

    process.kill()

    assert psutil.wait_procs(workers, timeout=60)[1] == []
    (cut_off,) = RunStore(tmp_path).list()
    before = read_json(cut_off.path / "run.json")
    assert (cut_off.state, cut_off.resumable) == ("interrupted", True)
    assert "--resume goes on" in str(kernel.run(f"%automl_runs --runs-dir {tmp_path}").drawn)
    resumed = kernel.run(
        "%automl df --target town --time 5 --jobs 1 --models linear,lightgbm --into again --run resumed"
        f" --runs-dir {tmp_path} --resume {cut_off.run_id}"
    )
    assert resumed.status == "ok", resumed.error
    after = read_json(cut_off.path / "run.json")
    same = ("n_folds", "random_state", "fingerprint")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert before["random_state"] == 7
    assert kernel.value("resumed.id, len(again.predict(df))") == f"{cut_off.run_id} 400"


def test_a_kernel_that_is_shut_down_lets_its_search_come_to_an_end(other_kernel: Kernel, tmp_path: Path):
    other_kernel.run(f"{BACKGROUND} --runs-dir {tmp_path}")
    other_kernel.run(UNTIL_MODELS)
    workers = psutil.Process(int(other_kernel.value("os.getpid()"))).children(recursive=True)

    other_kernel.manager.shutdown_kernel()

    assert psutil.wait_procs(workers, timeout=60)[1] == []
    (run,) = RunStore(tmp_path).list()
    assert (run.state in {"stopped", "interrupted"}, run.resumable) == (True, True)
