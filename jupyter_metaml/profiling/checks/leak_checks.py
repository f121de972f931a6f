"""Columns that give the target away (fault row D7)."""

from __future__ import annotations

from jupyter_metaml.profiling.checks.registry import Finding, check
from jupyter_metaml.profiling.leaks import Leak, LeakType
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.wording import columns_named, option, percent, verb
from jupyter_metaml.wording import listed


def _leaks(survey: Survey, leak_type: LeakType) -> list[Leak]:
    return [leak for leak in survey.leaks if leak.type == leak_type]


def _certain(survey: Survey, leak_type: LeakType, what: str) -> Finding | None:
    leaks = _leaks(survey, leak_type)
    if not leaks:
        return None
    positions = [leak.position for leak in leaks]
    labels = survey.labels(positions)
    seen = f"{columns_named(labels)} {verb(labels, 'is', 'are')} {what} in {survey.rows_in_words}"
    fate = verb(labels, "It is left out", "They are left out")
    if survey.decided.intersection(positions):
        fate += verb(labels, " unless you keep it", " unless you keep them")
    return Finding(
        severity="serious",
        positions=positions,
        message=f"{seen}. {fate}: a model that sees the answer learns nothing.",
        advice=(
            f"If it is known before the target is, keep it with {option(labels[0], 'keep')}; "
            f"otherwise take it out of the table, or pass ignore=[{listed(labels)}]."
        ),
        evidence={"n_columns": float(len(labels)), "strongest": max(leak.figure for leak in leaks)},
    )


@check("MML001", "a column is the target")
def target_copy(survey: Survey) -> Finding | None:
    """Find the target under the same or other labels."""
    return _certain(survey, "copy", "the target itself: values go one to one")


@check("MML002", "a column is a function of the target")
def target_rescaled(survey: Survey) -> Finding | None:
    """Find linear and monotone copies of a numeric target."""
    return _certain(survey, "linear", "the target on another scale: one orders the rows exactly as the other does")


@check("MML003", "columns are indicators of the classes")
def target_indicators(survey: Survey) -> Finding | None:
    """Find one-hot codes of the target."""
    return _certain(survey, "indicators", "indicators of the classes: together they spell out the target")


@check("MML004", "a single column predicts nearly everything")
def target_nearly(survey: Survey) -> Finding | None:
    """Find columns that are suspiciously good alone, though no copies."""
    leaks = _leaks(survey, "near")
    if not leaks:
        return None
    labels = survey.labels(leak.position for leak in leaks)
    what = "variance of the target" if survey.table.kind == "regression" else "avoidable error"
    explains = f"alone {verb(labels, 'explains', 'explain each')} {percent(leaks[0].figure)} of the {what}"
    return _hint(
        survey,
        leaks,
        f"{columns_named(labels)} {explains}, on rows on which it was not learnt. That is rare unless it is a "
        "consequence of the target.",
    )


@check("MML005", "a column is filled in for one class only")
def filled_for_one_class(survey: Survey) -> Finding | None:
    """Find columns that tell one class from the others by being filled in, such as the date of a cancellation."""
    leaks = _leaks(survey, "filled")
    if not leaks:
        return None
    labels = survey.labels(leak.position for leak in leaks)
    seen = (
        f"{columns_named(labels)} {verb(labels, 'tells', 'tell')} one class from the others by being filled in or not"
    )
    return _hint(
        survey,
        leaks,
        f"{seen}: that alone avoids {percent(leaks[0].figure)} of the error. That is rare unless a column is filled in "
        "when the target is known already.",
    )


def _hint(survey: Survey, leaks: list[Leak], message: str) -> Finding:
    """Warn of columns that are kept, because there may be a good reason for what was seen."""
    positions = [leak.position for leak in leaks]
    labels = survey.labels(positions)
    return Finding(
        severity="warning",
        positions=positions,
        message=message,
        advice=(
            f"Ask whether it is known at the time of the prediction. If not, pass ignore=[{listed(labels)}] "
            f"or {option(labels[0], 'drop')}; if so, nothing needs doing."
        ),
        evidence={"n_columns": float(len(labels)), "strongest": max(leak.figure for leak in leaks)},
    )
