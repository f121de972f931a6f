"""A run in at most twelve lines of plain text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from jupyter_metaml.automl.requirements import what_it_needs
from jupyter_metaml.automl.shown_text import plain_text
from jupyter_metaml.wording import counted, quoted

if TYPE_CHECKING:
    from jupyter_metaml.automl.leaderboard import LeaderboardRow
    from jupyter_metaml.automl.report import FailureGroup, RunReport

MAX_LINES = 12
MAX_MEMBERS = 3
MAX_WARNINGS = 2
MAX_REASON = 100
OUT_OF_TIME = {"cut", "timed out"}
STOP_SENTENCES = {
    "budget": "the time budget was used",
    "trials": "all trials that were asked for are done",
    "space": "everything that could be tried was tried",
    "stopped": "it was stopped",
    "interrupt": "it was interrupted",
    "lost": "the cluster was lost",
}


def number(value: float) -> str:
    """Return a number with four significant digits.

    Examples
    --------
    >>> from jupyter_metaml.automl.run_text import number
    >>> number(0.912345), number(15321.2), number(1e-7)
    ('0.9123', '15,320', '1e-07')
    """
    if not math.isfinite(value):
        return "unknown" if math.isnan(value) else f"{value:+.0f}"
    if value and not 1e-3 <= abs(value) < 1e7:
        return f"{value:.4g}"
    digits = 3 - math.floor(math.log10(abs(value))) if value else 3
    rounded = round(value, digits)
    return f"{rounded:,.{max(0, min(6, digits))}f}"


def headline(report: RunReport) -> str:
    """Say in one sentence what came out.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import fit
    >>> from jupyter_metaml.automl import headline
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=1, families=["linear"], executor="inline", random_state=0)
    >>> headline(run.report()).startswith("Predicts 'target' with log loss")
    True
    """
    honest, metric, target = (
        report.scores.honest,
        plain_text(report.question.metric_title, limit=60),
        quoted(report.question.target),
    )
    if not report.members:
        return f"No model finished, so the result is the baseline: it predicts {target} without looking at any column."
    if not honest.beats_baseline:
        return (
            f"Found nothing: {metric} {number(honest.value)} is no better than the baseline "
            f"({number(honest.baseline_value)}), which predicts {target} without looking at any column."
        )
    models = "one model" if len(report.members) == 1 else f"a blend of {len(report.members)} models"
    value, baseline = number(honest.value), number(honest.baseline_value)
    return f"Predicts {target} with {metric} {value} (baseline {baseline}), by {models}."


def summary(report: RunReport) -> str:
    """Return the run as plain text of at most twelve lines; no character in it moves the cursor.

    Parameters
    ----------
    report : RunReport
        The run.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import fit
    >>> from jupyter_metaml.automl import summary
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=1, families=["linear"], executor="inline", random_state=0)
    >>> summary(run.report()).splitlines()[2].split(".")[0]
    'Task: multiclass with 3 classes; 150 rows, 4 columns'
    """
    lines = [headline(report), _scores(report), _question(report)]
    lines += [f"  {_member(row)}" for row in report.members[:MAX_MEMBERS]]
    lines.append(_search(report))
    if report.knowledge:
        lines.append(f"  {plain_text(report.knowledge)}")
    if needs := what_it_needs([row.family for row in report.members]):
        lines.append(f"  {needs}")
    if report.failures:
        lines.append(f"  without a result: {_failure(report.failures[0])}")
    urgent = [warning for warning in report.profile.warnings if warning.severity != "note"]
    lines += [f"  {warning.code} {plain_text(warning.message)}" for warning in urgent[:MAX_WARNINGS]]
    hint = _hint(report)
    if hint:
        lines.append(hint)
    return "\n".join(lines[:MAX_LINES])


def _scores(report: RunReport) -> str:
    honest = report.scores.honest
    test = "" if report.scores.test is None else f"; {number(report.scores.test)} on the test frame"
    return (
        f"Expected on new rows: {number(honest.value)}, {honest.level:.0%} between {number(honest.low)} and "
        f"{number(honest.high)}; {number(report.scores.search)} in the search{test}."
    )


def _question(report: RunReport) -> str:
    asked = report.question
    size = f"{counted(asked.n_rows, 'row')}, {counted(asked.n_columns, 'column')}"
    kind = f"{asked.kind} with {asked.n_classes} classes" if asked.kind == "multiclass" else asked.kind
    return f"Task: {kind}; {size}. {plain_text(asked.splits)}"


def _member(row: LeaderboardRow) -> str:
    score = "unknown" if row.score is None else number(row.score)
    line = f"{row.weight:4.0%} {plain_text(row.model, limit=80)}: {score}, fitted in {row.fit_s:.1f} s"
    return line if row.predict_row_ms is None else f"{line}, one row in {row.predict_row_ms:,.1f} ms"


def _search(report: RunReport) -> str:
    n_trials = sum(report.trials_by_status.values())
    ending = STOP_SENTENCES.get(report.stop_reason, report.stop_reason)
    seed = report.settings.get("random_state")
    name = plain_text(report.run_id, limit=60)
    return f"Run {name}: {counted(n_trials, 'trial')} in {report.seconds:.1f} s, seed {seed}; {ending}."


def _failure(group: FailureGroup) -> str:
    reason = plain_text(group.reason)
    shortened = reason if len(reason) <= MAX_REASON else reason[:MAX_REASON] + "…"
    return f"{counted(group.n_trials, 'trial')} ({', '.join(group.families)}), {group.status}: {shortened}"


def _hint(report: RunReport) -> str:
    if report.members:
        return ""
    if report.stop_reason == "budget" and all(group.status in OUT_OF_TIME for group in report.failures):
        useful = math.ceil(max(report.useful_budget_s, 1.0))
        return f"The budget ended before a first model: the smallest useful one is about {useful} s."
    return ""
