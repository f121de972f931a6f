"""All that a notebook can show of data in which every text is the given one, by kind of output."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

from said_records import events_of, profile_of, report_of

from jupyter_metaml.automl import headline, summary
from jupyter_metaml.notebook.doctor import Finding, doctor_html, doctor_text
from jupyter_metaml.notebook.panel.found import results_of
from jupyter_metaml.notebook.panel.payload import progress_of, question_of, suggestions_of, table_of
from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.views.bundles import RUN_TYPE, run_bundle
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.profile_view import profile_html, profile_text
from jupyter_metaml.notebook.views.report_view import report_html
from jupyter_metaml.notebook.views.runs_view import runs_html, runs_text
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.notebook.views.search_view import failure_html, progress_line, search_html
from jupyter_metaml.notebook.views.suggestions_view import suggestions_html, suggestions_text
from jupyter_metaml.search import RunSummary


def html_outputs(said: str) -> dict[str, str]:
    """Return every view in HTML, by its name."""
    report, search = report_of(said), _state(said).search
    views = {
        "report": report_html(report, headline=headline(report), names={"model": "m", "run": "r"}, notes=(said,)),
        "profile": page(profile_html(profile_of(said))),
        "suggestions": page(suggestions_html(report.recommendations, {1: said})),
        "search": search_html(search),
        "failure": failure_html(search, said),
        "runs": runs_html(_runs(said), said),
        "no runs": runs_html((), said),
        "doctor": doctor_html(_findings(said)),
    }
    return {name: str(view) for name, view in views.items()}


def text_outputs(said: str) -> dict[str, str]:
    """Return every view in plain text, by its name."""
    report = report_of(said)
    return {
        "summary": summary(report),
        "headline": headline(report),
        "profile": profile_text(profile_of(said)),
        "suggestions": suggestions_text(report.recommendations),
        "progress": progress_line(_state(said).search),
        "runs": runs_text(_runs(said), said),
        "no runs": runs_text((), said),
        "doctor": doctor_text(_findings(said)),
    }


def panel_traits(said: str) -> dict[str, Any]:
    """Return what the panel gets."""
    state = _state(said)
    return {
        "question": question_of(state.search, mode="foreground", hears=True),
        "table": table_of(state.search.profile),
        "suggestions": suggestions_of(state.search),
        "results": results_of(state),
        "progress": progress_of(state, message=said),
    }


def run_record(said: str) -> dict[str, Any]:
    """Return the figures for machines that go with a report."""
    return run_bundle(page(), "", report_of(said), {"model": "m", "run": "r"})[RUN_TYPE]


def _state(said: str) -> PanelState:
    start = PanelState(search=SearchState(table=said, target=said, budget_s=30.0))
    state = reduce(follow, events_of(said), start)
    task = state.search.task
    named = replace(task, metric=replace(task.metric, name=said, title=said))
    return replace(state, search=replace(state.search, task=named))


def _runs(said: str) -> list[RunSummary]:
    fields = dict.fromkeys(("run_id", "state", "kind", "metric", "target", "started_at"), said)
    return [RunSummary(**fields, score=0.9, n_trials=3, seconds=12.0, path=Path("x"))]


def _findings(said: str) -> tuple[Finding, ...]:
    return (Finding(name="Runs", value=said), Finding(name="Display", value=said, is_bad=True))
