"""One search of a cell, from its place in the line to bound names and a report; it can run in any thread.

::

    FitCell --SearchJob--> show, then run: wait for its turn -> fit -> bind, save, settle
                              |                  |
                              view <--events-----+--> RunProgress --> list of runs
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.automl import Run, fit, headline
from jupyter_metaml.exceptions import MetaMLError, StorageError
from jupyter_metaml.notebook.active_runs import ActiveRun, Mode, State
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.asking import Asked, executor_of, metric_of, weights_of
from jupyter_metaml.notebook.errors import INTERRUPTED
from jupyter_metaml.notebook.frames import find_table
from jupyter_metaml.notebook.live_view import view_of
from jupyter_metaml.notebook.names import NamePlan, keep_off, values_of
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.run_progress import RunProgress
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.bundles import failed_bundle
from jupyter_metaml.notebook.views.search_state import Moment, SearchState, TurnCame
from jupyter_metaml.notebook.views.search_view import failure_html
from jupyter_metaml.notebook.views.settled_view import settled_run
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import spelled_score
from jupyter_metaml.notebook.waiting_line import Place
from jupyter_metaml.search import StopSignal, Ticked
from jupyter_metaml.tasks.sources import read_table

POLL_S = 0.1
HURRIED_NOTE = "Interrupted after the search: the model is the blend, and nothing was saved."
SINGLE_NOTE = "The model is the best single pipeline, refitted on all rows; the scores are those of the blend."


@dataclass(frozen=True, slots=True, kw_only=True)
class FitCell:
    """A cell that searches.

    Parameters
    ----------
    request : FitRequest
        What was asked.
    asked : Asked
        Table and columns, looked up.
    names : NamePlan
        Names for the results.
    session : Session
        What the kernel keeps.
    scope : Scope
        Names of the notebook.
    area : OutputArea
        Where to show.
    """

    request: FitRequest
    asked: Asked
    names: NamePlan
    session: Session
    scope: Scope
    area: OutputArea


class SearchJob:
    """A search with all that it needs; what names stand for is looked up when it is made.

    Parameters
    ----------
    cell : FitCell
    mode : {"foreground", "background"}
        Whether the cell waits for it. If not, the job has its own snapshot of the tables, since the notebook goes on.
    """

    def __init__(self, cell: FitCell, mode: Mode) -> None:
        self.cell = cell
        self.mode = mode
        self.stop = StopSignal()
        self.problem: StorageError | None = None
        self._handle: Any = None
        self._before: dict[str, Any] = {}
        self._options = _options(cell, copies=mode == "background")
        request, asked, session = cell.request, cell.asked, cell.session
        state = SearchState(
            phase="checking" if session.line.is_empty else "queued",
            table=asked.table,
            target=asked.target,
            budget_s=request.time,
            shows_suggestions=request.suggest,
            note=_note(cell.names) if mode == "background" else "",
        )
        opened = ActiveRun(
            table=asked.table, target=asked.target, mode=mode, budget_s=request.time, names=cell.names.names
        )
        self.progress = RunProgress(session.active, opened, state, self.stop)
        self._place: Place | None = None
        self._view: Any = None

    def show(self) -> None:
        """Take the places in the line and on the screen.

        Raises
        ------
        UsageError
            If it was started from inside another search.
        """
        with self.accounted():
            self._place = self.cell.session.line.join(self.cell.asked.table)
            state = self.progress.state
            self._view = view_of(self.cell.area, state, self.stop, mode=self.mode)
            if self._view is None and self.mode == "background":
                self.cell.area.hold({"text/plain": f"AutoML: {state.note}"})

    def bind(self, handle: Any) -> None:
        """Let the name of the run stand for the handle, and remember what the names stand for meanwhile."""
        self._handle = handle
        names, user_ns = self.cell.names, self.cell.scope.user_ns
        self.cell.session.bind({names.names["run"]: handle}, user_ns)
        self._before = values_of(names, user_ns)

    def run(self) -> Run:
        """Wait for the turn, search, bind the names, and show the report; places that are not taken are taken first."""
        with self.accounted():
            if self._place is None:
                self.show()
            self._wait_for_turn()
            run = self._search()
            self._leave()
            request, names = self.cell.request, self.cell.names
            try:
                self._finish(run, request, names)
            except KeyboardInterrupt:
                # The search is over and has a result: an interrupt now must not lose it. Nothing slow is tried again.
                if request.single or request.save:
                    names = replace(names, notes=(*names.notes, HURRIED_NOTE))
                self._finish(run, replace(request, single=False, save=None), names)
        return run

    def listen(self) -> None:
        """Hear the buttons while this thread keeps the kernel busy."""
        listen = getattr(self._view, "listen", None)
        if listen is not None:
            listen()

    def _wait_for_turn(self) -> None:
        while self._place is not None and not self._place.is_first:
            if self.stop.winding_down:
                raise KeyboardInterrupt
            self._tell(Ticked(elapsed_s=0.0))
            time.sleep(POLL_S)
        if self.progress.state.phase == "queued":
            self._tell(TurnCame())

    def _search(self) -> Run:
        run = fit(**self._options, listeners=(self._tell,), stop=self.stop)
        if run.report().stop_reason in {"stopped", "interrupt"} and not run.report().members:
            # A baseline is no result of a search that was not let run.
            raise KeyboardInterrupt
        return run

    def _tell(self, event: Moment) -> None:
        self.progress(event)
        # When the kernel goes, so does what a view draws to; the search may still come to its end.
        if self._view is not None and threading.main_thread().is_alive():
            self._view(event)

    def _finish(self, run: Run, request: FitRequest, names: NamePlan) -> None:
        """Bind the names, save, and show the report; harmless when done twice."""
        session, user_ns = self.cell.session, self.cell.scope.user_ns
        model, notes = _model(run, single=request.single)
        if self.mode == "background":
            names = keep_off(names, user_ns, before=self._before, promised=session.promised)
        session.bind({names.names["model"]: model, names.names["run"]: self._handle or run}, user_ns)
        session.last_run = run
        self._before = values_of(names, user_ns)
        saved, self.problem = _save(run, request)
        all_notes = (*names.notes, *notes, *saved)
        self.cell.area.settle(settled_run(run, names.names, all_notes, quiet=request.quiet))
        report = run.report()
        ending: State = "stopped" if report.state == "stopped" else "done"
        # From here on lists show the number of the report, no longer the best one of the search.
        best = spelled_score(report.scores.honest.value)
        self.progress.end(ending, headline(report), run_id=report.run_id, best=best, names=names.names)

    def _leave(self) -> None:
        if self._place is not None:
            self._place.leave()

    @contextmanager
    def accounted(self) -> Iterator[None]:
        """Let no failure leave the line blocked, the list of runs wrong, or the output unsettled."""
        try:
            yield
        except BaseException as error:
            self._leave()
            is_stop = isinstance(error, KeyboardInterrupt)
            message = INTERRUPTED if is_stop else visible(_worded(error), limit=500)
            area = self.cell.area
            if area.is_drawn:
                area.settle(failed_bundle(failure_html(self.progress.state, message), f"AutoML failed: {message}"))
            self.progress.end("stopped" if is_stop else "failed", message, names={})
            raise


def _options(cell: FitCell, *, copies: bool) -> dict[str, Any]:
    """Return what `fit` is asked."""
    request, asked, scope = cell.request, cell.asked, cell.scope
    test = None if request.test is None else find_table(request.test, scope.lookup)
    options = {
        **asked.about,
        "data": _snapshot(asked.data) if copies else asked.data,
        "test": _snapshot(test) if copies else test,
        "metric": metric_of(request.metric, scope),
        "sample_weight": weights_of(request, asked),
        "time_budget_s": request.time,
        "n_folds": request.folds,
        "max_trials": request.trials,
        "families": request.models,
        "exclude": request.exclude,
        "n_jobs": request.jobs,
        "executor": executor_of(request.executor, scope),
        "meta": request.meta,
        "remember": request.remember,
        "runs_dir": request.runs_dir,
        "resume": request.resume,
    }
    if request.resume is not None and request.seed is None:
        # The seed of the stored run counts.
        options["random_state"] = None
    return options


def _note(names: NamePlan) -> str:
    """Return what a person should know while a search runs in the background."""
    run = names.names["run"]
    free = f"The notebook is free meanwhile; {run}.wait() waits for the end, {run}.stop() ends it with the best so far."
    return " ".join((*names.notes, free))


def _snapshot(data: Any) -> Any:
    """Return a table that stays as it is while the notebook goes on; with pandas 3 it costs nothing until then."""
    if isinstance(data, pd.DataFrame):
        return read_table(data)[0]
    return data.copy() if isinstance(data, np.ndarray) else data


def _model(run: Run, *, single: bool) -> tuple[Any, tuple[str, ...]]:
    """Return what the name of the model will stand for, and what to say about it."""
    if not single:
        return run.pipeline, ()
    return run.best_single, (SINGLE_NOTE,)


def _save(run: Run, request: FitRequest) -> tuple[tuple[str, ...], StorageError | None]:
    """Save the run; a full disk must not cost the result, so the error waits until the names are bound."""
    if request.save is None:
        return (), None
    try:
        run.save(request.save)
    except StorageError as error:
        return (f"The run was not saved: {visible(error, limit=300)}",), error
    return (f"The run is saved in {visible(request.save)}.",), None


def _worded(error: BaseException) -> str:
    """Return what people are told; of what is no expected error, its kind too."""
    return str(error) if isinstance(error, MetaMLError) else f"{type(error).__name__}: {error}"
