from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from typing import Any

import pytest

from jupyter_metaml.exceptions import DataError, StorageError
from jupyter_metaml.notebook import background_run
from jupyter_metaml.notebook.background_run import BackgroundRun, NotReadyError
from jupyter_metaml.notebook.errors import INTERRUPTED, AutoMLError


def started(shell: Any, options: str = "") -> BackgroundRun:
    return shell.run(f"%automl df --target town --background {options}")


def failing(shell: Any, fake_fit: Any, error: BaseException) -> BackgroundRun:
    fake_fit.raises = error
    return started(shell)


def test_before_the_end_it_tells_where_it_is_and_what_was_tried(shell, fake_fit, go_on):
    run = started(shell)
    while run.about.n_trials < 2:
        pass

    assert not run.wait(0.0)
    assert (run.state, len(run.leaderboard)) == ("searching", 3)
    assert repr(run) == "<BackgroundRun 1 on df: searching, 3.0 s of 30 s, best ROC AUC 0.9000>"
    with pytest.raises(AutoMLError, match=r"has not ended within 0\.0 s"):
        run.result(0.0)


def test_what_only_a_finished_run_has_says_what_to_do(shell, fake_fit, go_on):
    run = started(shell)

    with pytest.raises(NotReadyError, match=r"'predict' is there once the search has ended\. Wait for it"):
        run.predict(shell.names["df"])
    with pytest.raises(AttributeError, match="no attribute 'predcit'"):
        run.predcit(shell.names["df"])
    assert {"predict", "pipeline", "wait", "stop"} <= set(dir(run))


def test_after_the_end_it_is_as_good_as_the_run(shell, fake_fit):
    run = started(shell)

    assert run.wait()
    assert run.pipeline is fake_fit.run.pipeline
    assert run.report() is fake_fit.run.report()
    assert run.result() is fake_fit.run


def test_an_error_is_shown_kept_and_raised_once_by_wait(shell, fake_fit):
    run = failing(shell, fake_fit, DataError("all <columns> are empty"))

    with pytest.raises(AutoMLError, match="all <columns> are empty"):
        run.wait()
    assert run.wait()
    with pytest.raises(AutoMLError, match="all <columns> are empty"):
        run.result()
    with pytest.raises(NotReadyError, match="came to nothing: all <columns> are empty"):
        _ = run.pipeline
    assert (run.state, "model" in shell.names) == ("failed", False)
    assert "AutoML failed: all <columns> are empty" in shell.bundles()[0]["text/plain"]


def test_an_unexpected_error_names_its_kind_and_keeps_its_traceback(shell, fake_fit):
    run = failing(shell, fake_fit, ZeroDivisionError("by zero"))

    with pytest.raises(ZeroDivisionError) as caught:
        run.wait()
    assert caught.traceback[-1].name == "__call__"
    assert "AutoML failed: ZeroDivisionError: by zero" in shell.bundles()[0]["text/plain"]


def test_what_would_end_an_event_loop_becomes_an_error(shell, fake_fit):
    run = failing(shell, fake_fit, SystemExit(3))

    async def cell() -> None:
        await run

    with pytest.raises(AutoMLError, match="ended by SystemExit"):
        asyncio.run(cell())


def test_a_search_without_a_model_was_stopped_and_bound_nothing(shell, fake_fit):
    run = failing(shell, fake_fit, KeyboardInterrupt())

    with pytest.raises(AutoMLError, match=INTERRUPTED):
        run.wait()
    assert (run.state, run.about.names) == ("stopped", {})


def test_it_can_be_awaited_and_cancelling_that_stops_nothing(shell, fake_fit, go_on):
    run = started(shell)

    async def impatient() -> None:
        await asyncio.wait_for(asyncio.ensure_future(waits()), timeout=0.01)

    async def waits() -> Any:
        return await run

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    assert not run.has_ended
    go_on.set()
    assert asyncio.run(waits()) is fake_fit.run


def test_one_that_waits_in_line_can_be_stopped(shell, fake_fit, go_on):
    started(shell)
    second = started(shell)
    assert second.state == "queued"

    second.stop()

    assert second.ends_within()
    assert (second.state, second.about.run_id) == ("stopped", "")


def test_a_name_that_got_another_value_meanwhile_is_left_alone(shell, fake_fit, go_on):
    run = started(shell)
    shell.run("model = 'mine'; run = 'mine, too'")
    go_on.set()
    run.wait()

    assert (shell.names["model"], shell.names["run"]) == ("mine", "mine, too")
    assert (shell.names["model_2"], shell.names["run_2"]) == (fake_fit.run.pipeline, run)
    assert "model got another value while the search ran" in shell.bundles()[0]["text/plain"]


def test_what_is_done_to_the_table_meanwhile_does_not_reach_the_search(shell, fake_fit, go_on):
    started(shell)
    shell.run("df.loc[:, 'town'] = 'changed'")

    assert list(fake_fit.asked["data"]["town"]) == list("abab")


def test_a_run_that_cannot_be_saved_is_not_lost(shell, fake_fit, monkeypatch: pytest.MonkeyPatch):
    def save(path: Any) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(fake_fit.run, "save", save)
    run = started(shell, "--save folder")

    with pytest.raises(AutoMLError, match="the disk is full"):
        run.wait()
    assert run.result() is fake_fit.run
    assert "was not saved: the disk is full" in shell.bundles()[0]["text/plain"]


def test_after_the_end_nothing_holds_the_table(shell, fake_fit):
    shell.ip.user_ns["df"] = shell.names["df"].copy()
    run = started(shell, "--display none")
    run.wait()
    fake_fit.asked.clear()
    table = weakref.ref(shell.names.pop("df"))
    gc.collect()

    assert table() is None
    assert run.has_ended


def test_a_kernel_that_goes_has_the_search_stopped(monkeypatch: pytest.MonkeyPatch):
    class Gone(threading.Thread):
        def is_alive(self) -> bool:
            return False

    stopped = threading.Event()
    search = threading.Thread(target=stopped.wait, args=(60,))
    search.start()
    monkeypatch.setattr(background_run.threading, "main_thread", Gone)

    class Stop:
        request = staticmethod(stopped.set)

    background_run._see_off(search, Stop())

    assert not search.is_alive()
