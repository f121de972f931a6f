"""What ``%automl_stop`` and ``%automl_wait`` do, and how a background run is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_metaml.automl import Run
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import StopRequest, WaitRequest
from jupyter_metaml.notebook.background_run import BackgroundRun
from jupyter_metaml.notebook.errors import AutoMLError
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.bundles import Bundle, bundle
from jupyter_metaml.notebook.views.html import element, text
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.wording import quoted

# The best so far takes about two seconds; whoever stops a search wants to use its model in the next cell.
STOPPED_WITHIN_S = 10.0
NOT_WAITING = "No longer waiting; the search goes on. %automl_stop ends it."


def run_stop(request: StopRequest, session: Session, scope: Scope, area: OutputArea) -> None:
    """End one background run, and wait for its names unless running trials may end."""
    run = _one(request.run, session, scope)
    run.stop(after_trial=request.after_trial)
    with _interruptible():
        has_ended = run.ends_within(0.0 if request.after_trial else STOPPED_WITHIN_S)
    hint = "" if has_ended else " %automl_wait waits for the end."
    area.settle(one_line(f"{_said(run)}{hint}"))


def run_wait(request: WaitRequest, session: Session, scope: Scope, area: OutputArea) -> None:
    """Wait for one background run, or for all."""
    runs = tuple(session.backgrounds.values()) if request.run is None else (_one(request.run, session, scope),)
    tables = ", ".join(visible(run.about.table, limit=40) for run in runs)
    with _interruptible():
        if runs:
            area.draw(one_line(f"Waits for the search on {tables}; an interrupt ends the waiting only."))
        for run in runs:
            run.ends_within()
    for run in runs:
        run.wait()
    area.settle(one_line("\n".join(map(_said, runs)) or "No search runs in the background."))


def find_background(given: str | None, session: Session, scope: Scope) -> BackgroundRun | None:
    """Return the background run that a name, a number or an id stands for; for None the newest that goes on."""
    going_on = tuple(session.backgrounds.values())
    if given is None:
        return going_on[-1] if going_on else None
    own = scope.lookup.get(given)
    if isinstance(own, BackgroundRun):
        return own
    return next((run for run in going_on if given in {run.key, run.about.run_id}), None)


def finished(run: BackgroundRun) -> Run:
    """Return what a background run came to.

    Raises
    ------
    UsageError
        If it has not ended.
    AutoMLError
        If it came to nothing.
    """
    if not run.has_ended:
        message = f"The search on {quoted(run.about.table)} has not ended. Wait for it: %automl_wait {run.key}."
        raise UsageError(message)
    return run.result()


def one_line(line: str) -> Bundle:
    """Return an output that says little."""
    return bundle(page(*(element("p", text(part, limit=600)) for part in line.splitlines())), line)


def _one(given: str | None, session: Session, scope: Scope) -> BackgroundRun:
    going_on = tuple(session.backgrounds.values())
    listed = "; ".join(f"{run.key} ({run.about.names.get('run', '')}, {run.state})" for run in going_on)
    found = find_background(given, session, scope)
    if given is None and len(going_on) > 1:
        message = f"More than one search runs in the background or waits. Name one: {listed}."
        raise UsageError(message)
    if found is not None:
        return found
    what = "No search runs in the background." if given is None else f"There is no background run {quoted(given)}."
    message = f"{what} Those that have not ended: {listed or 'none'}."
    raise UsageError(message)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Say what an interrupt has ended: the waiting only."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise AutoMLError(NOT_WAITING) from error


def _said(run: BackgroundRun) -> str:
    about = run.about
    said = f"{visible(about.table, limit=40)}: {about.state}."
    if not run.has_ended:
        return said
    ready = f" {about.names['model']} and {about.names['run']} are ready." if about.names else ""
    return f"{said} {about.message}{ready}"
