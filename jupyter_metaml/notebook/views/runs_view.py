"""The stored runs, as HTML and as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyter_metaml.notebook.views.html import Child, Html, element, text
from jupyter_metaml.notebook.views.markup import Column, muted, page, table
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import NONE, spelled_score, spelled_seconds

if TYPE_CHECKING:
    from jupyter_metaml.notebook.active_runs import ActiveRun
    from jupyter_metaml.search import RunSummary

MAX_RUNS = 30
_MAX_TEXT_RUNS = 9
_COLUMNS = (
    Column(head="Run", keeps_line=True),
    Column(head="State", keeps_line=True),
    Column(head="Target"),
    Column(head="Metric", keeps_line=True),
    Column(head="Score", is_number=True),
    Column(head="Trials", is_number=True),
    Column(head="Time", is_number=True),
    Column(head="Started (UTC)", keeps_line=True),
)


_ACTIVE_COLUMNS = (
    Column(head="Number", keeps_line=True),
    Column(head="Names", keeps_line=True),
    Column(head="State", keeps_line=True),
    Column(head="Table"),
    Column(head="Target"),
    Column(head="Best", is_number=True),
    Column(head="Time", is_number=True),
)


def runs_html(runs: Sequence[RunSummary], place: str, active: Sequence[ActiveRun] = ()) -> Html:
    """Return the latest runs.

    Parameters
    ----------
    runs : sequence of RunSummary
        Newest first.
    place : str
        Folder in which they are kept.
    active : sequence of ActiveRun, default=()
        Those of this kernel that have not ended.
    """
    going_on = table("Runs of this kernel", _ACTIVE_COLUMNS, (_active_row(run) for run in active)) if active else None
    if not runs:
        return page(going_on, muted("No run is stored yet in ", element("code", text(place, limit=300)), "."))
    hidden = len(runs) - MAX_RUNS
    return page(
        going_on,
        table("Stored runs", _COLUMNS, (_row(run) for run in runs[:MAX_RUNS])),
        muted(f"and {hidden} older ones") if hidden > 0 else None,
        muted("in ", element("code", text(place, limit=300))),
    )


def runs_text(runs: Sequence[RunSummary], place: str, active: Sequence[ActiveRun] = ()) -> str:
    """Return the same in at most twelve lines, and one for each run that has not ended."""
    going_on = [f"  {run.key}  {run.state:<11}  {visible(run.target, limit=24)}  {_names(run)}" for run in active]
    lines = ["Runs of this kernel:", *going_on] if going_on else []
    if not runs:
        return "\n".join([*lines, f"No run is stored yet in {visible(place, limit=300)}."])
    lines.append(f"Stored runs in {visible(place, limit=300)}:")
    lines += [
        f"  {visible(run.run_id, limit=40)}  {visible(run.state, limit=11):<11}  {visible(run.target, limit=24)}"
        f"  {visible(run.metric, limit=30)} {spelled_score(run.score)}"
        + (" (--resume goes on)" if run.resumable else "")
        for run in runs[:_MAX_TEXT_RUNS]
    ]
    hidden = len(runs) - _MAX_TEXT_RUNS
    return "\n".join([*lines, f"  and {hidden} older ones"] if hidden > 0 else lines)


def _names(run: ActiveRun) -> str:
    return ", ".join(run.names.values())


def _active_row(run: ActiveRun) -> tuple[Child, ...]:
    return (
        run.key,
        text(_names(run), limit=60),
        run.state,
        text(run.table, limit=40),
        text(run.target, limit=40),
        run.best or NONE,
        f"{spelled_seconds(run.elapsed_s)} of {spelled_seconds(run.budget_s)}",
    )


def _row(run: RunSummary) -> tuple[Child, ...]:
    state = f"{run.state}, --resume goes on" if run.resumable else run.state
    return (
        element("code", text(run.run_id)),
        state,
        text(run.target, limit=40),
        text(run.metric, limit=30),
        spelled_score(run.score),
        f"{run.n_trials:,}",
        NONE if run.seconds is None else spelled_seconds(run.seconds),
        text(run.started_at[:16].replace("T", " ")),
    )
