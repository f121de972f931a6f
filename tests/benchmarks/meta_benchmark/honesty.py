"""Whether what is said beside a recommendation is true: seconds, intervals of scores, and how long the answer takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning import Query, default_recommender
from jupyter_metaml.metalearning.cost import Size
from jupyter_metaml.metalearning.coverage import measure_coverage
from jupyter_metaml.metalearning.evidence import cost_of, evidence_for
from jupyter_metaml.metalearning.expectation import expected_scores

N_SEEN = 3
ASKED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Shares of what was claimed that came true, families left out.

    Parameters
    ----------
    typical_factor : float
        Median factor between expected and measured seconds, at least 1.
    under_high : float
        Share of trials that took no longer than the upper end.
    inside_before, inside_after : float
        Share of out-of-fold scores inside their interval, before anything was fitted and after three trials; NaN
        where the metric says nothing beforehand.
    width_before, width_after : float
        Median width of these intervals, in shares of the size of the score.
    outside : float
        Share of tasks that lie outside the range of the others.
    """

    typical_factor: float
    under_high: float
    inside_before: float
    inside_after: float
    width_before: float
    width_after: float
    outside: float


def check_claims(base: KnowledgeBase, kind: str) -> Claims:
    """Leave each family of a kind out and look at what is claimed about its tasks."""
    names = base.families
    ratios, under, outside = [], [], []
    inside: dict[bool, list[np.ndarray]] = {False: [], True: []}
    widths: dict[bool, list[np.ndarray]] = {False: [], True: []}
    for number, task in enumerate(base.tasks):
        if task.kind != kind:
            continue
        evidence = evidence_for(base.rows(names != names[number]), task.kind)
        query = Query.of_record(task, budget_s=60.0)
        rows = {configuration: place for place, configuration in enumerate(base.configurations)}
        columns = np.array([rows[configuration] for configuration in evidence.configurations])
        seconds, high = evidence.cost.seconds(evidence.configurations, _size(query))
        measured = base.fit_s[number, columns] + np.nan_to_num(base.predict_s[number, columns])
        known = np.isfinite(measured)
        ratios.append(np.abs(np.log(seconds[known] / np.maximum(measured[known], 1e-3))))
        under.append(measured[known] <= high[known])
        outside.append(evidence.space.is_outside(task.meta_features))
        scores = base.score[number, columns]
        tried = np.flatnonzero(np.isfinite(scores))[:N_SEEN]
        seen = {evidence.configurations[place]: float(scores[place]) for place in tried.tolist()}
        for is_after, given in ((False, None), (True, seen)):
            expected = expected_scores(evidence, query, given)
            judged = np.isfinite(scores) & np.isfinite(expected.score)
            judged[tried] = False
            inside[is_after].append(((expected.low <= scores) & (scores <= expected.high))[judged])
            widths[is_after].append(((expected.high - expected.low) / np.abs(expected.score))[judged])
    return Claims(
        typical_factor=float(np.exp(np.median(np.concatenate(ratios)))),
        under_high=float(np.mean(np.concatenate(under))),
        inside_before=_middle(np.mean, inside[False]),
        inside_after=_middle(np.mean, inside[True]),
        width_before=_middle(np.median, widths[False]),
        width_after=_middle(np.median, widths[True]),
        outside=float(np.mean(outside)),
    )


def latency_ms(base: KnowledgeBase) -> tuple[float, float]:
    """Return the milliseconds of the first answer, learning included, and the median of later ones."""
    taken = []
    fitted = default_recommender().fit(base)
    evidence_for.cache_clear()
    cost_of.cache_clear()
    kind = base.tasks[0].kind
    asked = [task for task in base.tasks if task.kind == kind][:ASKED]
    for task in asked:
        started = time.perf_counter()
        fitted.recommend(Query.of_record(task, budget_s=30.0), 20)
        taken.append(1e3 * (time.perf_counter() - started))
    return taken[0], float(np.median(taken[1:]))


def honesty_text(base: KnowledgeBase) -> str:
    """Write what was found, kind by kind."""
    header = ["kind", "seconds off by a factor of", "under the upper end", "scores inside before", "after 3 trials"]
    header += ["width before", "width after", "outside the range"]
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for kind in dict.fromkeys(task.kind for task in base.tasks):
        found = check_claims(base, kind)
        shares = [found.under_high, found.inside_before, found.inside_after]
        told = " | ".join(f"{share:.0%}" if np.isfinite(share) else "-" for share in shares)
        widths = " | ".join(f"{w:.0%}" if np.isfinite(w) else "-" for w in (found.width_before, found.width_after))
        lines.append(f"| {kind} | {found.typical_factor:.2f} | {told} | {widths} | {found.outside:.0%} |")
    first, later = latency_ms(base)
    lines += ["", f"First answer after {first:.0f} ms, learning included; later ones after {later:.0f} ms."]
    return "\n".join(lines)


def coverage_text(base: KnowledgeBase) -> str:
    """Write how well made-up tasks cover the real ones."""
    real = [task for task in base.tasks if task.origin == "real"]
    header = ["tasks", "n", "real to nearest real", "real to nearest of these", "covered", "plausible"]
    header += ["energy distance", "p", "far apart in"]
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for origins in (("generated",), ("derived",), ("generated", "derived")):
        made = [task for task in base.tasks if task.origin in origins]
        if min(len(made), len(real)) < 5:
            continue
        found = measure_coverage(real, made)
        far = ", ".join(f"{name} {gap:+.1f}" for name, gap in found.far_features[:4])
        lines.append(
            f"| {' + '.join(origins)} | {found.n_made} | {found.nearest_real:.2f} | {found.nearest_made:.2f} "
            f"| {found.covered:.0%} | {found.plausible:.0%} | {found.energy:.3f} | {found.p_value:.3f} | {far} |"
        )
    return "\n".join(lines)


def _size(query: Query) -> Size:
    share = query.meta_features.get("share_categorical", 0.0)
    return Size.of(query.n_rows, query.n_columns, query.n_classes, share)


def _middle(middle: Callable[[np.ndarray], float], found: list[np.ndarray]) -> float:
    values = np.concatenate(found) if found else np.zeros(0)
    return float(middle(values)) if len(values) else float("nan")
