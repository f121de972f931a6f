"""What ``%automl_runs``, ``%automl_show`` and ``%automl_load`` do."""

from __future__ import annotations

from pathlib import Path

from jupyter_metaml.automl import Run, headline, load_run, summary
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import LoadRequest, RunsRequest, ShowRequest
from jupyter_metaml.notebook.background_cells import find_background, finished, one_line
from jupyter_metaml.notebook.names import plan_names
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.bundles import bundle, run_bundle
from jupyter_metaml.notebook.views.html import element, text
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.report_view import report_html
from jupyter_metaml.notebook.views.runs_view import runs_html, runs_text
from jupyter_metaml.search import RunStore


def run_runs(request: RunsRequest, session: Session, area: OutputArea) -> None:
    """List the stored runs, and what goes on in this kernel."""
    store = RunStore(request.runs_dir)
    runs, active = store.list(), [run for run in session.active.all() if not run.has_ended]
    area.settle(bundle(runs_html(runs, str(store.root), active), runs_text(runs, str(store.root), active)))


def run_show(request: ShowRequest, session: Session, scope: Scope, area: OutputArea) -> None:
    """Show the report of a run again; of one that has not ended, its live view."""
    going_on = find_background(request.run, session, scope)
    if going_on is not None and not going_on.has_ended:
        if not going_on.show_again():
            area.settle(one_line(str(going_on)))
        return
    run = _find(request.run, request.runs_dir, session, scope)
    report = run.report()
    html = report_html(report, headline=headline(report), names={})
    area.settle(run_bundle(html, summary(report), report, {}))


def run_load(request: LoadRequest, session: Session, scope: Scope, area: OutputArea) -> None:
    """Bind the pipeline of a stored run."""
    plan = plan_names(
        {"model": request.into},
        scope.user_ns,
        is_ours=session.is_ours,
        promised=session.promised,
        force=request.force,
    )
    run = _find(request.run, request.runs_dir, session, scope)
    name = plan.names["model"]
    session.bind({name: run.pipeline}, scope.user_ns)
    session.last_run = run
    ready = f"{name} is ready. {headline(run.report())}"
    notes = [element("p", note, class_="mml-warn") for note in plan.notes]
    html = page(element("p", element("b", name), " is ready. ", text(headline(run.report()), limit=300)), *notes)
    area.settle(bundle(html, "\n".join((ready, *plan.notes))))


def _find(given: str | None, runs_dir: Path | None, session: Session, scope: Scope) -> Run:
    """Return the run that a name of the notebook, a number in this kernel, an id of the store or a folder stands for.

    Raises
    ------
    UsageError
        If nothing is named and there was no run in this kernel.
    StorageError
        If there is no such run.
    """
    if given is None:
        if session.last_run is not None:
            return session.last_run
        message = "There was no run in this kernel yet. Name one: a variable, or an id that %automl_runs lists."
        raise UsageError(message)
    own = scope.lookup.get(given)
    if isinstance(own, Run):
        return own
    background = find_background(given, session, scope)
    if background is not None:
        return finished(background)
    known = session.active.find(given)
    if known is not None and known.run_id:
        given = known.run_id
    return Run.load(given) if _is_saved(given) else load_run(given, runs_dir=runs_dir)


def _is_saved(given: str) -> bool:
    try:
        return (Path(given) / "report.json").is_file()
    except (OSError, ValueError):  # no name that a file could have
        return False
