"""What goes to the front end: the same thing as HTML, as text, and as a few figures for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyter_metaml.notebook.views.html import Html
from jupyter_metaml.notebook.views.visible_text import visible

if TYPE_CHECKING:
    from jupyter_metaml.automl import RunReport

# Panels find runs in open notebooks by this type; renderers that do not know it pass it over. Raise SCHEMA when a
# field changes its meaning. No name or value of a column goes in.
RUN_TYPE = "application/vnd.jupyter-metaml.run+json"
SCHEMA = 1

Bundle = dict[str, Any]


def bundle(html: Html, plain: str) -> Bundle:
    """Return an output with its text."""
    return {"text/plain": plain, "text/html": str(html)}


def run_bundle(html: Html, plain: str, report: RunReport, names: Mapping[str, str]) -> Bundle:
    """Return the settled output of a run, with its figures."""
    honest = report.scores.honest
    record = {
        "schema": SCHEMA,
        "run": visible(report.run_id, limit=60),
        "state": report.state,
        "names": dict(names),
        "kind": report.question.kind,
        "metric": visible(report.question.metric, limit=60),
        "score": _finite(honest.value),
        "low": _finite(honest.low),
        "high": _finite(honest.high),
        "baseline": _finite(honest.baseline_value),
        "beats_baseline": honest.beats_baseline,
        "trials": dict(report.trials_by_status),
        "stop_reason": report.stop_reason,
        "started_at": report.started_at,
        "seconds": round(report.seconds, 1),
    }
    return {**bundle(html, plain), RUN_TYPE: record}


def failed_bundle(html: Html, plain: str) -> Bundle:
    """Return the settled output of a run that came to nothing."""
    return {**bundle(html, plain), RUN_TYPE: {"schema": SCHEMA, "state": "failed"}}


def _finite(value: float) -> float | None:
    # JSON has no infinity.
    return value if abs(value) < float("inf") else None
