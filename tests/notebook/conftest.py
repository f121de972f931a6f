"""A shell with the magics, what it has shown, and records to show."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hostile_texts import HOSTILE
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from sklearn.dummy import DummyRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from traitlets.config import Config


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `hostile` once for each hostile text."""
    if "hostile" in metafunc.fixturenames:
        metafunc.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())


@dataclass
class Shell:
    """A shell, and what cells do in it."""

    ip: InteractiveShell

    def run(self, cell: str) -> Any:
        """Run a cell and return its value."""
        result = self.ip.run_cell(cell)
        result.raise_error()
        return result.result

    def error(self, cell: str) -> BaseException:
        """Run a cell that fails, and return the error."""
        result = self.ip.run_cell(cell)
        assert result.error_in_exec is not None, "the cell did not fail"
        return result.error_in_exec

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return bundles in the order in which they were displayed, updates marked."""
        return self.ip.display_pub.outputs

    def bundles(self) -> list[dict[str, Any]]:
        """Return what stands on the screen at the end: an update replaces what it updates."""
        places: dict[object, dict[str, Any]] = {}
        for number, output in enumerate(self.shown):
            places[(output.get("transient") or {}).get("display_id", number)] = output["data"]
        return list(places.values())

    @property
    def session(self) -> Any:
        """Return what the kernel keeps."""
        return self.ip.magics_manager.registry["AutoMLMagics"]._session

    @property
    def names(self) -> dict[str, Any]:
        """Return the variables of the notebook."""
        return self.ip.user_ns


@pytest.fixture
def bare_shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """Return a shell without the extension."""
    monkeypatch.delenv("JUPYTER_METAML_DISPLAY", raising=False)
    InteractiveShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    ip = InteractiveShell.instance(config=config)
    ip.display_pub = CapturingDisplayPublisher()
    ip.Completer.use_jedi = False
    atexit.unregister(ip.atexit_operations)  # collects all garbage: minutes, for hundreds of shells
    yield Shell(ip)
    ip.restore_sys_module_state()
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(bare_shell: Shell) -> Shell:
    """Return a shell with the extension and a table."""
    bare_shell.run("%load_ext jupyter_metaml")
    bare_shell.names["df"] = pd.DataFrame(
        {"net price": [1.0, 2.0, 3.0, 4.0], "rooms": [1, 2, 3, 4], "town": list("abab")}
    )
    return bare_shell


@pytest.fixture
def make_profile() -> Callable[..., Any]:
    """Return a maker of profiles in which every text of the data is the given one."""
    from said_records import profile_of

    return profile_of


@pytest.fixture
def make_report() -> Callable[..., Any]:
    """Return a maker of reports in which every text of the data is the given one."""
    from said_records import report_of

    return report_of


@pytest.fixture
def make_run(make_report: Callable[..., Any]) -> Callable[..., Any]:
    """Return a maker of runs that were never run."""
    from jupyter_metaml.automl import Run

    class ReportedRun(Run):
        """A run that knows its report and its pipeline only."""

        def __init__(self, report: Any) -> None:
            self._shown = report
            self.pipeline: Pipeline = make_pipeline(DummyRegressor()).fit(np.zeros((2, 1)), [1.0, 2.0])
            self.saved_in: Any = None

        best_single = DummyRegressor()

        def report(self) -> Any:
            return self._shown

        def __repr__(self) -> str:
            return f"<Run {self._shown.run_id}>"

        def save(self, path: Any) -> None:
            self.saved_in = path

    return lambda said="plain", **changes: ReportedRun(make_report(said, **changes))


@pytest.fixture
def make_events() -> Callable[..., list[Any]]:
    """Return a maker of the events of a small search, in order, in which every text of the data is the given one."""
    from said_records import events_of

    return events_of


@pytest.fixture
def fake_fit(monkeypatch: pytest.MonkeyPatch, make_run: Callable[..., Any], make_events: Callable[..., Any]) -> Any:
    """Replace the search; what it was asked is kept, and what it does can be chosen."""
    from jupyter_metaml.notebook import search_job

    class Fit:
        """A search without a search."""

        asked: dict[str, Any]
        raises: BaseException | None = None
        meanwhile: Callable[[], Any] = staticmethod(lambda: None)

        def __init__(self) -> None:
            self.asked = {}
            self.run = make_run("plain")

        def __call__(self, data: Any, *, listeners: Any, **options: Any) -> Any:
            self.asked = {"data": data, **options}
            for event in make_events():
                for listener in listeners:
                    listener(event)
            self.meanwhile()
            if self.raises is not None:
                raise self.raises
            return self.run

    made = Fit()
    monkeypatch.setattr(search_job, "fit", made)
    return made


@pytest.fixture
def go_on(shell: Shell, fake_fit: Any) -> Iterator[threading.Event]:
    """Hold searches until this is set; the end of the test sets it, so that none draws into the next test."""
    event = threading.Event()
    fake_fit.meanwhile = lambda: event.wait(60)
    yield event
    event.set()
    for run in tuple(shell.session.backgrounds.values()):
        run.ends_within()
