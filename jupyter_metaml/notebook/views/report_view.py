"""A finished run as static HTML: it needs no script, and means something with all styles stripped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jupyter_metaml.automl import what_it_needs
from jupyter_metaml.notebook.views.charts import Curve, draw_curve
from jupyter_metaml.notebook.views.html import Child, Html, element, join, text
from jupyter_metaml.notebook.views.markup import Column, details, facts, muted, page, table
from jupyter_metaml.notebook.views.profile_view import columns_html, table_line, warnings_html
from jupyter_metaml.notebook.views.suggestions_view import suggestions_html
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import (
    NONE,
    as_settings,
    sentence,
    spelled_milliseconds,
    spelled_origin,
    spelled_score,
    spelled_seconds,
    spelled_spread,
)
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.automl import RunReport
    from jupyter_metaml.automl.leaderboard import LeaderboardRow

MAX_ROWS = 10
MAX_FAILURES = 5
_COLUMNS = (
    Column(head="#", is_number=True),
    Column(head="Model", keeps_line=True),
    Column(head="Score", is_number=True),
    Column(head="± folds", is_number=True),
    Column(head="In the blend", is_number=True),
    Column(head="Fit", is_number=True),
    Column(head="Predict 1,000 rows", is_number=True, is_extra=True),
    Column(head="One raw row", is_number=True),
    Column(head="From", keeps_line=True),
)
_ONE_ROW = (
    "One raw row: from a row of the table to its prediction by this model alone, preparation included; "
    "1,000 rows: the model only, on rows that are prepared."
)
_ENDINGS = {
    "budget": "the time was used",
    "trials": "all trials that were asked for are done",
    "space": "there was nothing left to try",
    "stopped": "stopped by you",
    "interrupt": "stopped by you",
    "lost": "the cluster was lost",
}


def report_html(report: RunReport, *, headline: str, names: Mapping[str, str], notes: Sequence[str] = ()) -> Html:
    """Return the report of a run.

    Parameters
    ----------
    report : RunReport
        What was found.
    headline : str
        What came out, in one sentence.
    names : mapping of str to str
        Names that were bound, by role; empty when none were.
    notes : sequence of str, default=()
        What differs from what was asked for.
    """
    urgent = [warning for warning in report.profile.warnings if warning.severity != "note"]
    return page(
        _head(report, headline),
        _scores(report),
        *(element("p", note, class_="mml-warn") for note in notes),
        _use(report, names),
        _needs(report),
        warnings_html(urgent),
        _leaderboard(report),
        _failures(report),
        _folded(report),
    )


def _head(report: RunReport, headline: str) -> Html:
    found = bool(report.members) and report.scores.honest.beats_baseline
    state = "Done" if report.state == "done" else "Stopped, with the best so far"
    n_trials = sum(report.trials_by_status.values())
    ending = _ENDINGS.get(report.stop_reason, report.stop_reason)
    line = (counted(n_trials, "trial"), spelled_seconds(report.seconds), ending)
    return join(
        element("h3", text(headline, limit=300), class_="mml-good" if found else "mml-warn"),
        element("p", element("b", state), " · ", element("span", sentence(line), class_="mml-muted")),
    )


def _scores(report: RunReport) -> Html:
    honest, metric = report.scores.honest, report.question.metric_title
    interval = f"{honest.level:.0%} interval {spelled_score(honest.low)} to {spelled_score(honest.high)}"
    figures = [_figure(f"{metric} to expect on new rows", spelled_score(honest.value), interval)]
    if report.scores.test is not None:
        figures.append(_figure("on the test table", spelled_score(report.scores.test), "never searched on"))
    figures.append(_figure("in the search", spelled_score(report.scores.search), "optimistic, chosen on these rows"))
    figures.append(_figure("baseline", spelled_score(honest.baseline_value), "ignores all columns"))
    return element("div", *figures, class_="mml-row")


def _figure(above: str, value: str, below: str) -> Html:
    # One line where styles are stripped, three where they are not.
    return element(
        "p",
        element("span", text(above), class_="mml-muted"),
        " ",
        element("b", value, class_="mml-big"),
        " ",
        element("span", below, class_="mml-muted"),
        class_="mml-figure",
    )


def _use(report: RunReport, names: Mapping[str, str]) -> Html | None:
    if not names:
        return None
    model, run = names.get("model"), names.get("run")
    ready = " and ".join(name for name in (model, run) if name)
    lines = [f"{model}.predict(df)"] if model else []
    if model and report.question.kind != "regression":
        lines.append(f"{model}.predict_proba(df)")
    lines += [f"{run}.leaderboard"] if run else []
    uses = [part for line in lines for part in (element("code", line), "  ·  ")][:-1]
    verb = "are" if model and run else "is"
    return element("p", element("b", ready), f" {verb} ready: ", *uses)


def _needs(report: RunReport) -> Html | None:
    needs = what_it_needs([row.family for row in report.members])
    return muted(text(needs, limit=600)) if needs else None


def _leaderboard(report: RunReport) -> Html:
    ranked = [row for row in report.leaderboard if row.rank is not None]
    # What weighs most in the result is there, however far down: the best trials may be twins of each other.
    members = {row.trial for row in report.members[:MAX_ROWS]}
    shown = [row for place, row in enumerate(ranked) if row.trial and (place < MAX_ROWS or row.trial in members)]
    baseline = [row for row in ranked if not row.trial]
    rows = [_row(row) for row in (*shown, *baseline)]
    hidden = len(ranked) - len(rows)
    return join(
        table("Leaderboard", _COLUMNS, rows, best_first=bool(shown)),
        muted(f"and {counted(hidden, 'more model')} in run.leaderboard") if hidden > 0 else None,
        muted(_ONE_ROW) if any(row.predict_row_ms is not None for row in ranked) else None,
        muted(text(report.knowledge, limit=400)) if report.knowledge else None,
    )


def _row(row: LeaderboardRow) -> tuple[Child, ...]:
    return (
        str(row.rank) if row.trial else NONE,
        text(row.model, limit=50),
        spelled_score(row.score),
        spelled_spread(row.spread) if row.trial else NONE,
        f"{row.weight:.0%}" if row.weight else NONE,
        spelled_seconds(row.fit_s),
        spelled_milliseconds(row.predict_ms),
        spelled_milliseconds(row.predict_row_ms),
        spelled_origin(row.origin),
    )


def _failures(report: RunReport) -> Html | None:
    if not report.failures:
        return None
    items = [
        element(
            "li",
            f"{counted(group.n_trials, 'trial')} {group.status} ({', '.join(group.families)}): ",
            text(group.reason or "no reason given", limit=300),
        )
        for group in report.failures[:MAX_FAILURES]
    ]
    total = sum(group.n_trials for group in report.failures)
    return details(f"{counted(total, 'trial')} without a result", element("ul", *items))


def _folded(report: RunReport) -> Html:
    # One result is a point, and says nothing that the leaderboard does not.
    curve = draw_curve(_curve(report)) if sum(trial > 0 for trial, _ in report.progress) > 1 else None
    known = [warning for warning in report.profile.warnings if warning.severity == "note"]
    return join(
        None if curve is None else details("Best score, trial by trial", curve, is_open=True),
        details("Question and splits", _question(report)),
        details(f"Table: {table_line(report.profile)}", warnings_html(known), columns_html(report.profile)),
        details("Suggestions", suggestions_html(report.recommendations)),
        details("Settings and versions", _settings(report)),
    )


def _curve(report: RunReport) -> Curve:
    points = tuple((float(trial), score) for trial, score in report.progress if trial)
    last = float(max((trial for trial, _ in report.progress), default=0))
    return Curve(
        points=points,
        end=last,
        now=last,
        baseline=report.scores.honest.baseline_value,
        unit="trials",
        metric=report.question.metric_title,
    )


def _question(report: RunReport) -> Html:
    asked = report.question
    listed = ", ".join(visible(label, limit=30) for label in asked.classes[:10])
    more = ", …" if asked.n_classes > 10 else ""
    direction = "larger is better" if asked.greater_is_better else "smaller is better"
    pairs: list[tuple[str, Child]] = [
        ("target", text(asked.target)),
        ("kind", asked.kind),
        ("metric", join(text(asked.metric_title), f" ({visible(asked.metric, limit=60)}), {direction}")),
        ("splits", text(asked.splits, limit=400)),
    ]
    if asked.n_classes:
        pairs.append(("classes", f"{asked.n_classes}: {listed}{more}"))
    notes = [element("li", text(as_settings(note), limit=400)) for note in asked.notes]
    return join(facts(pairs), element("ul", *notes) if notes else None)


def _settings(report: RunReport) -> Html:
    pairs: list[tuple[str, Child]] = [("run", text(report.run_id)), ("started", text(report.started_at))]
    pairs += [(name, text(value, limit=200)) for name, value in report.settings.items() if value not in (None, "")]
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return facts([*pairs, ("versions", text(versions, limit=400)), ("score", text(report.scores.honest.method))])
