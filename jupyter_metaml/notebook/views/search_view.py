"""A running search, as HTML and as a line of text."""

from __future__ import annotations

from jupyter_metaml.notebook.views.charts import draw_curve
from jupyter_metaml.notebook.views.html import Child, Html, element, join, text
from jupyter_metaml.notebook.views.markup import Column, muted, page, table
from jupyter_metaml.notebook.views.profile_view import table_line, warnings_html
from jupyter_metaml.notebook.views.search_state import SearchState, TrialLine, curve_of
from jupyter_metaml.notebook.views.suggestions_view import suggestions_html
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import sentence, spelled_score, spelled_seconds, spelled_spread
from jupyter_metaml.wording import counted

MAX_LEADERS = 5
MAX_WARNINGS = 4
_PHASES = {
    "queued": "Waiting for another search",
    "checking": "Checking the question",
    "profiling": "Looking at the table",
    "preparing": "Preparing the columns",
    "searching": "Searching",
    "finishing": "Building the result",
}
_FAILED = ("failed", "crashed", "timed out", "out of memory")
_COLUMNS = (
    Column(head="#", is_number=True),
    Column(head="Model", keeps_line=True),
    Column(head="Score", is_number=True),
    Column(head="± folds", is_number=True),
    Column(head="Fit", is_number=True),
    Column(head="From", keeps_line=True),
)


def search_html(state: SearchState) -> Html:
    """Return what is known at this moment, most important first; its height changes as little as possible."""
    return page(
        _head(state),
        _bar(state),
        muted(text(state.note, limit=500)) if state.note else None,
        _best(state),
        _leaders(state) if state.trials else None,
        _suggestions(state),
        _table(state),
    )


def progress_line(state: SearchState) -> str:
    """Return the state of a search in one line."""
    if state.phase == "queued":
        return "AutoML: waits until another search of this kernel has ended"
    used = f"{spelled_seconds(state.elapsed_s)} of {spelled_seconds(state.budget_s)}"
    if state.best is None:
        return f"AutoML: {state.phase}, {used}"
    done = counted(len(state.trials), "trial")
    metric = visible(state.metric, limit=40)
    return f"AutoML: {state.phase}, {used}, {done}, best {metric} {spelled_score(state.best)}"


def failure_html(state: SearchState, message: str) -> Html:
    """Return what stays of a search that came to nothing.

    Parameters
    ----------
    state : SearchState
        How far it got.
    message : str
        Why it ended.
    """
    return page(
        element("h3", text(state.table, limit=40), " → ", text(state.target, limit=60)),
        element("p", element("b", "Failed: ", class_="mml-bad"), text(message, limit=600)),
        _table(state),
    )


def _head(state: SearchState) -> Html:
    asked = [f"{state.metric} decides"] if state.metric else []
    return element(
        "div",
        element("h3", text(state.table, limit=40), " → ", text(state.target, limit=60)),
        element("span", _PHASES[state.phase], class_="mml-state"),
        element("span", sentence((state.kind, *asked)), class_="mml-muted"),
        class_="mml-head",
    )


def _bar(state: SearchState) -> Html:
    used = min(1.0, state.elapsed_s / state.budget_s)
    left = max(0.0, state.budget_s - state.elapsed_s)
    words = f"{spelled_seconds(state.elapsed_s)} of {spelled_seconds(state.budget_s)}, {spelled_seconds(left)} left"
    bar = element(
        "div",
        element("div", style=f"width:{100 * used:.1f}%"),
        class_="mml-bar",
        role="progressbar",
        aria_label="time used",
        aria_valuemin=0,
        aria_valuemax=100,
        aria_valuenow=round(100 * used),
        aria_valuetext=words,
    )
    return join(bar, muted(sentence((words, *_counts(state)))))


def _counts(state: SearchState) -> tuple[str, ...]:
    if state.phase not in {"searching", "finishing"}:
        return ()
    failed, early = state.count(*_FAILED), state.count("stopped early")
    return (
        f"{counted(state.count('done', 'cut'), 'trial')} done",
        f"{early} stopped early" if early else "",
        f"{failed} failed" if failed else "",
        f"{len(state.running)} running" if state.running else "",
    )


def _best(state: SearchState) -> Html | None:
    if state.best is None:
        return None
    baseline = f"baseline {spelled_score(state.baseline)}" if state.baseline is not None else ""
    single = state.leaders[0] if state.leaders else None
    spread = "" if single is None or single.spread is None else f" ± {spelled_spread(single.spread)} over folds"
    alone = "" if single is None else f"best single model {spelled_score(single.score)}{spread}"
    figure = element(
        "p",
        element("span", f"best {state.metric} so far", class_="mml-muted"),
        " ",
        element("b", spelled_score(state.best), class_="mml-big"),
        " ",
        element("span", alone, class_="mml-muted"),
        " ",
        element("span", baseline, class_="mml-muted"),
        class_="mml-figure",
    )
    return element("div", figure, draw_curve(curve_of(state)), class_="mml-row")


def _leaders(state: SearchState) -> Html:
    rows = [_row(place, trial) for place, trial in enumerate(state.leaders[:MAX_LEADERS], start=1)]
    return table("Best single models", _COLUMNS, rows)


def _row(place: int, trial: TrialLine) -> tuple[Child, ...]:
    return (
        str(place),
        text(trial.title, limit=50),
        spelled_score(trial.score),
        spelled_spread(trial.spread),
        spelled_seconds(trial.fit_s),
        trial.origin if trial.suggestion is None else f"{trial.origin} {trial.suggestion}",
    )


def _suggestions(state: SearchState) -> Html | None:
    if not state.shows_suggestions or not state.recommendations:
        return None
    results = {rank: "running" for _, rank in state.running if rank is not None}
    results |= {
        trial.suggestion: trial.status if trial.score is None else spelled_score(trial.score)
        for trial in state.trials
        if trial.suggestion is not None
    }
    return suggestions_html(state.recommendations, results)


def _table(state: SearchState) -> Html | None:
    """Return the table in short; its columns are part of the settled report, where they can be folded out."""
    if state.profile is None:
        return None
    return join(muted(f"Table: {table_line(state.profile)}"), warnings_html(state.profile.warnings[:MAX_WARNINGS]))
