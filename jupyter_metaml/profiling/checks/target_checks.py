"""Targets that need care (fault rows D3, D5)."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.checks.registry import Finding, check
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.wording import percent
from jupyter_metaml.wording import listed, quoted

IMBALANCED_SHARE = 0.1
DOMINANT_SHARE = 0.9
RARE_ROWS = 5
SKEWED = 2.0


@check("MML030", "imbalanced classes")
def imbalance(survey: Survey) -> Finding | None:
    """Find a target of which one class is nearly everything, or nearly nothing."""
    target, table = survey.target, survey.table
    if target is None or target.smallest_share is None or target.largest_share is None:
        return None
    is_binary = table.kind == "binary"
    if target.largest_share < DOMINANT_SHARE and not (is_binary and target.smallest_share < IMBALANCED_SHARE):
        return None
    counts = _class_counts(survey)
    classes = [] if table.classes is None else table.classes.tolist()
    most = classes[int(counts.argmax())]
    return Finding(
        severity="warning" if target.largest_share >= 0.95 else "note",
        message=f"{percent(target.largest_share)} of the rows are of class {quoted(most)}; always answering that is "
        f"right as often. The rarest class has {int(counts.min()):,} rows.",
        advice="Judge by roc_auc, average_precision, balanced_accuracy or log loss (metric=...), not by accuracy. "
        "Rows are not resampled.",
        evidence={"largest_share": target.largest_share, "smallest_share": target.smallest_share},
    )


@check("MML031", "rare classes")
def rare_classes(survey: Survey) -> Finding | None:
    """Find classes with too few rows to be learnt and tested."""
    table = survey.table
    if table.classes is None or table.y is None:
        return None
    counts = _class_counts(survey)
    limit = max(RARE_ROWS, 2 * table.n_folds)
    rare = np.flatnonzero(counts < limit)
    if not rare.size:
        return None
    ordered = rare[np.argsort(counts[rare], kind="stable")].tolist()
    labels = table.classes.tolist()
    return Finding(
        severity="warning",
        message=f"{len(rare):,} of {len(labels):,} classes have fewer than {limit} rows: "
        f"{listed([labels[i] for i in ordered], shown=5)}; the rarest has {int(counts.min()):,}.",
        advice="Their scores are mostly luck. Merge them with similar classes, collect more rows, or leave them out.",
        evidence={"n_rare": float(len(rare)), "fewest_rows": float(counts.min())},
    )


@check("MML032", "skewed target")
def skewed_target(survey: Survey) -> Finding | None:
    """Find a numeric target with one long tail."""
    target, y = survey.target, survey.table.y
    if target is None or y is None or target.skewness is None or abs(target.skewness) <= SKEWED:
        return None
    largest = float(y.max()) if target.skewness > 0 else float(y.min())
    transform = "Try a metric that suits the tail, such as metric='neg_mean_absolute_error'"
    if float(y.min()) >= 0:
        transform += ", or predict its logarithm (numpy.log1p) if relative errors matter"
    return Finding(
        severity="note",
        message=f"The target is skewed ({target.skewness:.3g}): half of the rows lie "
        f"{'below' if target.skewness > 0 else 'above'} {float(np.median(y)):.4g}, the most extreme is {largest:.4g}. "
        "Squared errors are ruled by the tail.",
        advice=f"{transform}.",
        evidence={"skewness": target.skewness, "median": float(np.median(y)), "most_extreme": largest},
    )


def _class_counts(survey: Survey) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    y = survey.table.y
    codes = np.zeros(0, dtype=np.int64) if y is None else y.astype(np.int64)
    return np.bincount(codes, minlength=survey.table.n_classes).astype(np.int64)
