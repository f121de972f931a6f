"""Two ways to run our system, task by task: what one gains over the other at the end, and on the way there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dev_benchmark.ledger import Entry
from dev_benchmark.scoring import HIGHER_IS_BETTER
from dev_benchmark.summary import TIE_AREA, TIE_LOSS_SHARE
from jupyter_metaml.metalearning.significance import Interval, bootstrap_interval, compare

# A point is a hundredth of the area under the curve, or one per cent of the larger loss: so a loss that is halved
# weighs as much as one that is doubled, and no task can outweigh all others.
POINT = 0.01
TIE_POINTS = max(TIE_AREA, TIE_LOSS_SHARE) / POINT
WORSE_POINTS = 1.0
EXPLAINED = (
    "Points are hundredths of the area under the curve, or per cent of the larger loss; above 0 the first is "
    "better. 'Area' is their mean over the logarithm of the seconds."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Both runs of one task.

    Parameters
    ----------
    task : str
    metric : str
    points : float
        By how much the first is better at the end.
    points_by_second : mapping of float to float
        The same on the way.
    """

    task: str
    metric: str
    points: float
    points_by_second: Mapping[float, float]

    @property
    def area(self) -> float:
        """Mean points over the logarithm of the seconds; NaN without two of them."""
        seconds = np.log(sorted(self.points_by_second))
        if len(seconds) < 2:
            return float("nan")
        points = [self.points_by_second[second] for second in sorted(self.points_by_second)]
        return float(np.trapezoid(points, seconds) / (seconds[-1] - seconds[0]))


def points_of(metric: str, ours: float, theirs: float) -> float:
    """Return how many points one score is better than another."""
    if metric in HIGHER_IS_BETTER:
        return (ours - theirs) / POINT
    scale = max(abs(theirs), abs(ours)) or 1.0
    return (theirs - ours) / scale / POINT


def pairs_of(ones: Iterable[Entry], others: Iterable[Entry]) -> list[Pair]:
    """Pair the runs of tasks on which both have a score."""
    by_task = {entry.task: entry for entry in others if entry.score is not None}
    found = []
    for one in ones:
        other = by_task.get(one.task)
        if other is None or one.score is None or other.score is None:
            continue
        curves = one.scores_by_second, other.scores_by_second
        found.append(
            Pair(
                task=one.task,
                metric=one.metric,
                points=points_of(one.metric, one.score, other.score),
                points_by_second={
                    second: points_of(one.metric, curves[0][second], curves[1][second])
                    for second in sorted(curves[0].keys() & curves[1].keys())
                },
            )
        )
    return found


def markdown(name: str, ones: Sequence[Entry], other_name: str, others: Sequence[Entry]) -> str:
    """Write the table of the pairs, and what it comes to."""
    pairs = pairs_of(ones, others)
    title = f"## {name} against {other_name}"
    if not pairs:
        return f"{title}\n\nNo task has a score from both.\n"
    seconds = sorted(set.intersection(*(set(pair.points_by_second) for pair in pairs)))
    header = ["task", "metric", *(f"{second:g} s" for second in seconds), "area", "at the end"]
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for pair in pairs:
        way = [pair.points_by_second[second] for second in seconds]
        cells = [pair.task, pair.metric, *(f"{value:+.2f}" for value in (*way, pair.area, pair.points))]
        lines.append("| " + " | ".join(cells) + " |")
    failed = len({entry.task for entry in (*ones, *others) if entry.score is None})
    told = [
        EXPLAINED,
        "",
        f"* At the end: {_told(pairs, [pair.points for pair in pairs])}.",
    ]
    if len(seconds) > 1:
        told.append(f"* Any-time area: {_told(pairs, [pair.area for pair in pairs])}.")
    told += [
        f"* After {second:g} s: {_told(pairs, [pair.points_by_second[second] for pair in pairs])}."
        for second in seconds[:-1]
    ]
    worse = [f"{pair.task} ({pair.points:+.1f})" for pair in pairs if pair.points < -WORSE_POINTS]
    told.append(f"* Worse by more than {WORSE_POINTS:g} point at the end: {', '.join(worse) or 'nowhere'}.")
    if failed:
        told.append(f"* Left out, because one of the two gave no model: {failed}.")
    return "\n".join([title, "", *lines, "", *told, ""])


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
