"""What ``%%automl`` does: look names up, search, bind two names, show a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jupyter_metaml.automl import Run, fit, headline, summary
from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.asking import Asked, metric_of, weights_of
from jupyter_metaml.notebook.errors import INTERRUPTED
from jupyter_metaml.notebook.frames import find_table
from jupyter_metaml.notebook.live_view import view_of
from jupyter_metaml.notebook.names import NamePlan
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.bundles import Bundle, failed_bundle, run_bundle
from jupyter_metaml.notebook.views.html import element, text
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.report_view import report_html
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.notebook.views.search_view import failure_html
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.search import StopSignal

MAX_LINES = 12
HURRIED_NOTE = "Interrupted after the search: the model is the blend, and nothing was saved."
SINGLE_NOTE = "The model is the best single pipeline, refitted on all rows; the scores are those of the blend."


def run_fit(
    request: FitRequest, asked: Asked, names: NamePlan, *, session: Session, scope: Scope, area: OutputArea
) -> Run:
    """Search, bind the results, and show them.

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
    with session.searching(asked.table):
        run = _search(request, asked, scope, area)
    try:
        return _finish(run, request, names, session=session, scope=scope, area=area)
    except KeyboardInterrupt:
        # The search is over and has a result: an interrupt now must not lose it. Nothing slow is tried again.
        hurried = replace(request, single=False, save=None)
        noted = replace(names, notes=(*names.notes, HURRIED_NOTE)) if request.single or request.save else names
        return _finish(run, hurried, noted, session=session, scope=scope, area=area)


def _finish(run: Run, request: FitRequest, names: NamePlan, *, session: Session, scope: Scope, area: OutputArea) -> Run:
    """Bind the names, save, and show the report; harmless when done twice."""
    model, notes = _model(run, single=request.single)
    session.bind({names.names["model"]: model, names.names["run"]: run}, scope.user_ns)
    session.last_run = run
    saved, problem = _save(run, request.save)
    area.settle(_settled(run, names, (*names.notes, *notes, *saved), quiet=request.quiet))
    if problem is not None:
        raise problem
    return run


def _search(request: FitRequest, asked: Asked, scope: Scope, area: OutputArea) -> Run:
    state = SearchState(
        table=asked.table, target=asked.target, budget_s=request.time, shows_suggestions=request.suggest
    )
    stop = StopSignal()
    view = view_of(area, state, stop)
    options = {**asked.about, **_limits(request)}
    if request.resume is not None and request.seed is None:
        # The seed of the stored run counts.
        options["random_state"] = None
    try:
        run = fit(
            asked.data,
            **options,
            metric=metric_of(request.metric, scope),
            sample_weight=weights_of(request, asked),
            test=None if request.test is None else find_table(request.test, scope.lookup),
            listeners=() if view is None else (view,),
            stop=stop,
        )
        if run.report().state == "stopped" and not run.report().members:
            # A baseline is no result of a search that was not let run.
            raise KeyboardInterrupt
        return run
    except BaseException as error:
        if view is not None and area.is_drawn:
            message = INTERRUPTED if isinstance(error, KeyboardInterrupt) else visible(str(error), limit=500)
            area.settle(failed_bundle(failure_html(view.state, message), f"AutoML failed: {message}"))
        raise


def _limits(request: FitRequest) -> dict[str, Any]:
    return {
        "time_budget_s": request.time,
        "n_folds": request.folds,
        "max_trials": request.trials,
        "families": request.models,
        "exclude": request.exclude,
        "n_jobs": request.jobs,
        "meta": request.meta,
        "remember": request.remember,
        "runs_dir": request.runs_dir,
        "resume": request.resume,
    }


def _model(run: Run, *, single: bool) -> tuple[Any, tuple[str, ...]]:
    """Return what the name of the model will stand for, and what to say about it."""
    if not single:
        return run.pipeline, ()
    return run.best_single, (SINGLE_NOTE,)


def _save(run: Run, folder: Path | None) -> tuple[tuple[str, ...], StorageError | None]:
    """Save the run; a full disk must not cost the result, so the error waits until the names are bound."""
    if folder is None:
        return (), None
    try:
        run.save(folder)
    except StorageError as error:
        return (), error
    return (f"The run is saved in {visible(folder)}.",), None


def _settled(run: Run, plan: NamePlan, notes: Sequence[str], *, quiet: bool) -> Bundle:
    report = run.report()
    ready = f"{plan.names['model']} and {plan.names['run']} are ready."
    if quiet:
        line = f"{headline(report)} {ready}"
        return run_bundle(page(element("p", text(line, limit=400))), line, report, plan.names)
    own = [*notes, ready]
    lines = [*summary(report).splitlines()[: MAX_LINES - len(own)], *own]
    html = report_html(report, headline=headline(report), names=plan.names, notes=notes)
    return run_bundle(html, "\n".join(lines), report, plan.names)
