"""What travels to the browser: the state of a search, put into words, in five parts that change at different times.

=============  ===============================================  =========================
part           what it holds                                    when it changes
=============  ===============================================  =========================
question       names, metric, whether the kernel hears          twice
table          size, warnings, what is done with each column    once
suggestions    what is tried first, and why                     once
progress       phase, time, counts, what runs, of suggestions   with every drawing
results        best, curve, leaders, blend, failures            with every finished trial
=============  ===============================================  =========================

All of it is bounded, however long a search runs and whatever is in the data; the browser puts it in as text. A field
that changes its meaning gets another name, here and in ``static/``.
"""

from __future__ import annotations

from typing import Any, Literal

from jupyter_metaml.notebook.active_runs import Mode
from jupyter_metaml.notebook.panel.expectation import expectation_of
from jupyter_metaml.notebook.panel.state import PanelState, Worker
from jupyter_metaml.notebook.views.profile_view import table_line
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.notebook.views.suggestions_view import expected
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import NONE, as_settings, sentence, share, spelled_score, spelled_seconds
from jupyter_metaml.profiling import ColumnProfile, Profile
from jupyter_metaml.search import Recommendation
from jupyter_metaml.wording import counted

Payload = dict[str, Any]
Asked = Literal["", "stop", "stop_after_trial"]
Ending = Literal["", "done", "stopped", "failed"]

MAX_WORKERS = 16
MAX_SUGGESTIONS = 5
MAX_COLUMNS = 40
MAX_FINDINGS = 8
FAILED = ("failed", "crashed", "timed out", "out of memory")

_STATES = {
    "queued": "Waiting for another search",
    "checking": "Checking the question",
    "profiling": "Looking at the table",
    "preparing": "Preparing the columns",
    "searching": "Searching",
    "finishing": "Building the result",
}
_ASKED = {"stop": "Stopping", "stop_after_trial": "Finishing the running trials"}
_ENDINGS = {"done": "Done", "stopped": "Stopped, with the best so far", "failed": "Failed"}


def question_of(state: SearchState, *, mode: Mode, hears: bool) -> Payload:
    """Return what was asked, and how the buttons reach the kernel.

    Parameters
    ----------
    state : SearchState
    mode : {"foreground", "background"}
        Whether the cell keeps the kernel busy.
    hears : bool
        Whether messages arrive while it does, for certain.
    """
    decides = f"{visible(state.metric, limit=40)} decides" if state.metric else ""
    return {
        "table": visible(state.table, limit=40),
        "target": visible(state.target, limit=60),
        "about": sentence((state.kind, decides)),
        "mode": mode,
        "hears": hears,
    }


def table_of(profile: Profile | None) -> Payload:
    """Return what is in the table; empty until it is known."""
    if profile is None:
        return {}
    n_columns, n_findings = len(profile.columns), len(profile.warnings)
    return {
        "line": f"Table: {table_line(profile)}",
        "findings": [
            {
                "code": entry.code,
                "severity": entry.severity,
                "message": visible(entry.message, limit=400),
                "advice": visible(as_settings(entry.advice), limit=400),
            }
            for entry in profile.warnings[:MAX_FINDINGS]
        ],
        "more_findings": more(n_findings - MAX_FINDINGS, "finding"),
        "columns": [_column(entry, profile.n_rows) for entry in profile.columns[:MAX_COLUMNS]],
        "more_columns": more(n_columns - MAX_COLUMNS, "column"),
    }


def _column(entry: ColumnProfile, n_rows: int) -> Payload:
    plan = entry.plan
    done = f"read as {plan.treatment}" if plan.is_kept else "left out"
    return {
        "name": visible(entry.label, limit=60),
        "kind": f"{entry.kind} ({visible(entry.dtype, limit=30)})",
        "missing": share(entry.n_missing, n_rows) if entry.n_missing else NONE,
        "distinct": f"{entry.n_distinct:,}",
        "plan": f"{done}: {visible(plan.reason, limit=200)}",
    }


def suggestions_of(state: SearchState) -> Payload:
    """Return what is tried first, why, and what is expected of it."""
    shown = state.recommendations[:MAX_SUGGESTIONS] if state.shows_suggestions else ()
    return {
        "rows": [
            {
                "rank": str(entry.rank),
                "title": visible(entry.title, limit=50),
                "expected": _expectation(state, entry),
                "takes": None if entry.expected_s is None else expected(entry.expected_s),
                "why": visible(entry.why, limit=300),
            }
            for entry in shown
        ],
        "more": more(len(state.recommendations) - len(shown), "suggestion") if shown else "",
    }


def progress_of(state: PanelState, *, asked: Asked = "", ending: Ending = "", message: str = "") -> Payload:
    """Return how far the search is.

    Parameters
    ----------
    state : PanelState
    asked : {"", "stop", "stop_after_trial"}, default=""
        Which button the kernel has heard.
    ending : {"", "done", "stopped", "failed"}, default=""
        How it ended, once it has.
    message : str, default=""
        What came out; until then, the note of the search is shown.
    """
    search = state.search
    left_s = max(0.0, search.budget_s - search.elapsed_s)
    used = f"{spelled_seconds(search.elapsed_s)} of {spelled_seconds(search.budget_s)}"
    is_stopping = asked != "" and search.phase != "finishing" and not ending
    return {
        "phase": ending or ("stopping" if is_stopping else search.phase),
        "state": _ENDINGS[ending] if ending else (_ASKED[asked] if is_stopping else _STATES[search.phase]),
        "message": visible(message or search.note, limit=500),
        "asked": asked,
        "share": round(min(1.0, search.elapsed_s / search.budget_s), 4),
        "elapsed": round(search.elapsed_s, 2),
        "time": used if ending else f"{used}, {spelled_seconds(left_s)} left",
        "counts": _counts(search),
        "workers": [_worker(entry, search.elapsed_s) for entry in state.workers[:MAX_WORKERS]],
        "outcomes": _outcomes(search),
    }


def _counts(search: SearchState) -> list[str]:
    if search.phase not in {"searching", "finishing"}:
        return []
    early, failed = search.count("stopped early"), search.count(*FAILED)
    return [
        f"{counted(search.count('done', 'cut'), 'trial')} done",
        *([f"{early:,} stopped early"] if early else []),
        *([f"{failed:,} failed"] if failed else []),
    ]


def _outcomes(search: SearchState) -> list[str]:
    """Return what has come of each suggestion, in their order."""
    results = {rank: "running" for _, rank in search.running if rank is not None}
    results |= {
        trial.suggestion: trial.status if trial.score is None else spelled_score(trial.score)
        for trial in search.trials
        if trial.suggestion is not None
    }
    return [results.get(entry.rank, NONE) for entry in search.recommendations[:MAX_SUGGESTIONS]]


def _worker(worker: Worker | None, now_s: float) -> Payload:
    if worker is None:
        return {}
    spent_s = max(0.0, now_s - worker.started_s)
    about = f" of about {expected(worker.expected_s)}" if worker.expected_s else ""
    return {
        "title": visible(worker.title, limit=50),
        "origin": worker.origin,
        "time": f"{spelled_seconds(spent_s)}{about}",
        "share": round(min(1.0, spent_s / worker.expected_s), 3) if worker.expected_s else None,
    }


def _expectation(search: SearchState, entry: Recommendation) -> str | None:
    foreseen = expectation_of(search, entry)
    return None if foreseen is None else foreseen.words


def more(hidden: int, noun: str) -> str:
    """Say how many are not shown; nothing when all are."""
    return f"and {counted(hidden, f'more {noun}')}" if hidden > 0 else ""
