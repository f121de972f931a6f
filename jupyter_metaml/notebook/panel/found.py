"""What a search has found so far, for the panel: best score, curve, leaders, blend, failures."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_metaml.notebook.panel.expectation import finite, first_expectation
from jupyter_metaml.notebook.panel.payload import FAILED, Payload, more
from jupyter_metaml.notebook.panel.state import PanelState
from jupyter_metaml.notebook.views.search_state import SearchState, TrialLine
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import (
    NONE,
    sentence,
    spelled_milliseconds,
    spelled_score,
    spelled_seconds,
    spelled_spread,
)
from jupyter_metaml.wording import counted

MAX_LEADERS = 15
MAX_POINTS = 200
MAX_FAILURES = 10
MAX_MEMBERS = 8


def results_of(state: PanelState) -> Payload:
    """Return what was found so far; without figures and curve until the search has started."""
    search = state.search
    leaders = search.leaders
    failures = [trial for trial in reversed(search.trials) if trial.status in FAILED]
    found: Payload = {
        "leaders": [_leader(state, rank, trial) for rank, trial in enumerate(leaders[:MAX_LEADERS], start=1)],
        "more_leaders": more(len(leaders) - MAX_LEADERS, "model"),
        "blend": _blend(state),
        "failures": [_failure(state, trial) for trial in failures[:MAX_FAILURES]],
        "failures_title": f"{counted(len(failures), 'trial')} without a result",
        "more_failures": more(len(failures) - MAX_FAILURES, "earlier trial"),
    }
    if search.phase not in {"searching", "finishing"}:
        return found
    return {
        **found,
        "best_label": f"best {visible(search.metric, limit=40)} so far",
        "best": spelled_score(search.best),
        "notes": _notes(search, leaders[0] if leaders else None),
        "curve": _curve(search),
    }


def _leader(state: PanelState, rank: int, trial: TrialLine) -> Payload:
    details = state.details.get(trial.number)
    weight = dict(state.blend).get(trial.number)
    return {
        "rank": str(rank),
        "model": visible(trial.title, limit=50),
        "score": spelled_score(trial.score),
        "value": finite(trial.score),
        "spread": spelled_spread(trial.spread),
        "spread_value": finite(trial.spread),
        "weight": f"{weight:.0%}" if weight else NONE,
        "fit": spelled_seconds(trial.fit_s),
        "predict": spelled_milliseconds(details.predict_ms if details else None),
        "predict_row": spelled_milliseconds(details.predict_row_ms if details else None),
        "origin": trial.origin if trial.suggestion is None else f"{trial.origin} {trial.suggestion}",
        "is_suggestion": trial.suggestion is not None,
    }


def _blend(state: PanelState) -> list[Payload]:
    """Return the shares of the blend by kind of model, largest first."""
    titles = {trial.number: trial.title for trial in state.search.trials}
    shares: dict[str, list[float]] = {}
    for number, weight in state.blend:
        shares.setdefault(titles.get(number, ""), []).append(weight)
    ranked = sorted(shares.items(), key=lambda entry: -sum(entry[1]))
    return [
        {
            "title": visible(title, limit=50)
            + (f" \N{MULTIPLICATION SIGN} {len(weights)}" if len(weights) > 1 else ""),
            "share": round(sum(weights), 4),
            "label": f"{sum(weights):.0%}",
        }
        for title, weights in ranked[:MAX_MEMBERS]
    ]


def _failure(state: PanelState, trial: TrialLine) -> Payload:
    details = state.details.get(trial.number)
    settings = ", ".join(f"{name} = {value}" for name, value in details.settings) if details else ""
    title = visible(trial.title, limit=50)
    return {
        "number": trial.number,
        "title": sentence((f"Trial {trial.number}", title, trial.status, f"after {spelled_seconds(trial.fit_s)}")),
        "reason": visible(details.reason if details and details.reason else "No reason was given.", limit=500),
        "settings": visible(settings, limit=300),
    }


def _notes(search: SearchState, single: TrialLine | None) -> list[str]:
    lines = []
    if single is not None:
        spread = "" if single.spread is None else f" ± {spelled_spread(single.spread)} over folds"
        lines.append(f"best single model {spelled_score(single.score)}{spread}")
    if search.baseline is not None:
        lines.append(f"baseline {spelled_score(search.baseline)}")
    first = first_expectation(search)
    if first is not None:
        lines.append(f"expected of suggestion {first.rank}: {first.words}")
    return lines


def _curve(search: SearchState) -> Payload:
    points = [(round(place, 2), value) for place, raw in thinned(search.curve) if (value := finite(raw)) is not None]
    first, last = (points[0], points[-1]) if points else ((0.0, None), (0.0, None))
    described = (
        f"From {spelled_score(first[1])} after {spelled_seconds(first[0])}"
        f" to {spelled_score(last[1])} after {spelled_seconds(last[0])}."
    )
    return {
        "points": points,
        "first": spelled_score(first[1]),
        "best": spelled_score(last[1]),
        "end": search.budget_s,
        "end_label": spelled_seconds(search.budget_s),
        "references": _references(search),
        "described": described if points else "No result yet.",
    }


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return at most `MAX_POINTS` of the points, evenly chosen, the first and the last among them."""
    if len(points) <= MAX_POINTS:
        return list(points)
    step = (len(points) - 1) / (MAX_POINTS - 1)
    return [points[round(place * step)] for place in range(MAX_POINTS)]


def _references(search: SearchState) -> list[Payload]:
    """Return the lines that the curve is read against."""
    lines: list[Payload] = []
    baseline = finite(search.baseline)
    if baseline is not None:
        lines.append({"kind": "baseline", "value": baseline, "label": f"baseline {spelled_score(baseline)}"})
    first = first_expectation(search)
    if first is not None:
        label = f"expected {first.score}"
        lines.append({"kind": "expected", "value": first.value, "from": first.low, "to": first.high, "label": label})
    return lines
