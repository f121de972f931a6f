"""Two ways to run our system, task by task: what one gains over the other at the end, and on the way there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dev_benchmark.ledger import Entry
from dev_benchmark.scoring import HIGHER_IS_BETTER
from dev_benchmark.summary import TIE_AREA, TIE_LOSS_SHARE
from jupyter_metaml.metalearning.significance import Interval, bootstrap_interval, compare

# A point is a hundredth of the area under the curve, or of what a constant prediction loses. Shares of the loss itself
# would let tables that are nearly solved outweigh all others: 0.03 against 0.04 of 1.1 is one point, and a quarter.
POINT = 0.01
TIE_POINTS = max(TIE_AREA, TIE_LOSS_SHARE) / POINT
WORSE_POINTS = 1.0
SHOWN_S = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)
FIRST_S = SHOWN_S[0]  # the logarithm needs a beginning; a model in the first second is not judged by its tenths
EXPLAINED = (
    "Points are hundredths of the area under the curve, or of what a constant prediction loses; above 0 the first is "
    "better. 'Area' is their mean over the logarithm of the seconds from 1 to the end, step by step as results came; "
    "'aligned' is the same as if both had first asked what is known at the same second, the mean of the two: until "
    "then they run the same code, and what differs is chance. '% of loss' is the difference at the end in per cent of "
    "the larger loss (1 - area, for areas)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Both runs of one task; of several seeds the mean.

    Parameters
    ----------
    task : str
    metric : str
    points : float
        By how much the first is better at the end.
    loss_share : float
        The same as a share of the larger loss.
    points_by_second : mapping of float to float
        Points on the way, at the seconds of `SHOWN_S` that lie in both curves, and at their end.
    area : float
        Mean points over the logarithm of the seconds, from `FIRST_S` to the end; NaN without curves.
    aligned : float
        The same, with both curves moved to where both ask what is known at the same second; NaN where that is unknown.
    n_seeds : int, default=1
        Of how many pairs of runs this is the mean.
    """

    task: str
    metric: str
    points: float
    loss_share: float
    points_by_second: Mapping[float, float]
    area: float
    aligned: float
    n_seeds: int = 1


def points_of(one: Entry, ours: float, theirs: float) -> float:
    """Return how many points one score is better than another; NaN without a constant to compare with."""
    if one.metric in HIGHER_IS_BETTER:
        return (ours - theirs) / POINT
    if not one.constant_score:
        return float("nan")
    return (theirs - ours) / one.constant_score / POINT


def loss_share(metric: str, ours: float, theirs: float) -> float:
    """Return what share of the larger loss the smaller one saves; above 0: ours is the smaller."""
    losses = (1.0 - ours, 1.0 - theirs) if metric in HIGHER_IS_BETTER else (ours, theirs)
    return (losses[1] - losses[0]) / (max(losses) or 1.0)


def pairs_of(ones: Iterable[Entry], others: Iterable[Entry]) -> list[Pair]:
    """Pair the runs of tasks on which both have a score, seed by seed, and take the mean of the seeds."""
    scored = {(entry.task, entry.seed): entry for entry in others if entry.score is not None}
    found: dict[str, list[Pair]] = defaultdict(list)
    for one in ones:
        other = scored.get((one.task, one.seed))
        if other is None or one.score is None or other.score is None:
            continue
        steps = _steps_of(one, (one.scores_by_second, other.scores_by_second))
        found[one.task].append(
            Pair(
                task=one.task,
                metric=one.metric,
                points=points_of(one, one.score, other.score),
                loss_share=loss_share(one.metric, one.score, other.score),
                points_by_second=_shown(steps),
                area=_area(steps),
                aligned=_area(_aligned(one, other)),
            )
        )
    return [_mean(pairs) for pairs in found.values()]


def _steps_of(one: Entry, curves: Sequence[Mapping[float, float]]) -> dict[float, float]:
    """Return the points from every second at which one of two curves changes; each holds until the next."""
    if not all(curves):
        return {}
    seconds = sorted({*curves[0], *curves[1]})
    begin, end = max(min(curve) for curve in curves), min(max(curve) for curve in curves)
    return {
        second: points_of(one, *(_at(curve, second) for curve in curves))
        for second in seconds
        if begin <= second <= end
    }


def _aligned(one: Entry, other: Entry) -> dict[float, float]:
    """Return the steps of two curves that are moved to ask at the same second; before it they do not differ."""
    if one.asked_s is None or other.asked_s is None or not all((one.curve, other.curve)):
        return {}
    together_s = (one.asked_s + other.asked_s) / 2
    steps = _steps_of(one, (_moved(one, together_s - one.asked_s), _moved(other, together_s - other.asked_s)))
    after = {second: points for second, points in steps.items() if second > together_s}
    return {0.0: 0.0, together_s: _at(steps, together_s), **after}


def _moved(entry: Entry, by_s: float) -> dict[float, float]:
    """Move a curve by some seconds; its beginning stays, and it ends where the search ended."""
    steps = entry.scores_by_second
    begin = min(steps)
    return {begin: steps[begin]} | {max(begin, second + by_s): score for second, score in steps.items()}


def _at(steps: Mapping[float, float], second: float) -> float:
    return steps[max(each for each in steps if each <= second)]


def _shown(steps: Mapping[float, float]) -> dict[float, float]:
    if not steps:
        return {}
    within = [second for second in SHOWN_S if min(steps) <= second < max(steps)]
    return {second: _at(steps, second) for second in (*within, max(steps))}


def _area(steps: Mapping[float, float]) -> float:
    """Return the mean over the logarithm of the seconds; NaN for less than two of them."""
    seconds = [second for second in sorted(steps) if second > FIRST_S]
    begin = max(FIRST_S, min(steps, default=FIRST_S))
    if not seconds or begin == seconds[-1]:
        return float("nan")
    edges = np.unique([begin, *seconds])
    values = [_at(steps, second) for second in edges[:-1]]
    return float(np.average(values, weights=np.diff(np.log(edges))))


def _mean(pairs: Sequence[Pair]) -> Pair:
    seconds = sorted(set.intersection(*(set(pair.points_by_second) for pair in pairs)))
    return Pair(
        task=pairs[0].task,
        metric=pairs[0].metric,
        points=float(np.mean([pair.points for pair in pairs])),
        loss_share=float(np.mean([pair.loss_share for pair in pairs])),
        points_by_second={
            second: float(np.mean([pair.points_by_second[second] for pair in pairs])) for second in seconds
        },
        area=float(np.mean([pair.area for pair in pairs])),
        aligned=float(np.mean([pair.aligned for pair in pairs])),
        n_seeds=len(pairs),
    )


def markdown(name: str, ones: Sequence[Entry], other_name: str, others: Sequence[Entry]) -> str:
    """Write the table of the pairs, and what it comes to."""
    pairs = pairs_of(ones, others)
    title = f"## {name} against {other_name}"
    if not pairs:
        return f"{title}\n\nNo task has a score from both.\n"
    seconds = sorted(set.intersection(*(set(pair.points_by_second) for pair in pairs)))
    header = [
        "task",
        "metric",
        *(f"{second:g} s" for second in seconds),
        "area",
        "aligned",
        "at the end",
        "% of loss",
        "seeds",
    ]
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for pair in pairs:
        way = [pair.points_by_second[second] for second in seconds]
        figures = (*way, pair.area, pair.aligned, pair.points, 100 * pair.loss_share)
        shown = ("-" if np.isnan(value) else f"{value:+.2f}" for value in figures)
        cells = [pair.task, pair.metric, *shown, str(pair.n_seeds)]
        lines.append("| " + " | ".join(cells) + " |")
    failed = len({(entry.task, entry.seed) for entry in (*ones, *others) if entry.score is None})
    told = [
        EXPLAINED,
        "",
        f"* At the end: {_told(pairs, [pair.points for pair in pairs])}.",
    ]
    if len(seconds) > 1:
        told.append(f"* Any-time area: {_told(pairs, [pair.area for pair in pairs])}.")
        aligned = [pair for pair in pairs if not np.isnan(pair.aligned)]
        if aligned:
            told.append(f"* Aligned area: {_told(aligned, [pair.aligned for pair in aligned])}.")
    told += [
        f"* After {second:g} s: {_told(pairs, [pair.points_by_second[second] for pair in pairs])}."
        for second in seconds[:-1]
    ]
    told.append(f"* Worse by more than {WORSE_POINTS:g} point at the end: {_worse(pairs, 'points')}.")
    if len(seconds) > 1:
        told.append(f"* Worse by more than {WORSE_POINTS:g} point in the area: {_worse(pairs, 'area')}.")
        if aligned:
            told.append(f"* Worse by more than {WORSE_POINTS:g} point in the aligned area: {_worse(pairs, 'aligned')}.")
    if failed:
        told.append(f"* Runs left out, because one of the two gave no model: {failed}.")
    return "\n".join([title, "", *lines, "", *told, ""])


def _worse(pairs: Sequence[Pair], what: str) -> str:
    found = [(pair.task, getattr(pair, what)) for pair in pairs]
    return ", ".join(f"{task} ({points:+.1f})" for task, points in found if points < -WORSE_POINTS) or "nowhere"


def _told(pairs: Sequence[Pair], points: Sequence[float]) -> str:
    tasks = [pair.task for pair in pairs]
    mean = bootstrap_interval(points, tasks)
    # errors are compared, so the sign is the other one
    found = compare([-value for value in points], [0.0] * len(points), tasks, margin=TIE_POINTS)
    return (
        f"{_interval(mean)} points in the mean, median {np.median(points):+.2f}; {found.wins} wins, {found.ties} ties, "
        f"{found.losses} losses, Wilcoxon p = {found.p_value:.3f}"
    )


def _interval(mean: Interval) -> str:
    return f"{mean.mean:+.2f} (95 % interval over tasks {mean.low:+.2f} to {mean.high:+.2f})"
