"""Our system beside every other one, task by task, as the table of the README."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from dev_benchmark.ledger import Entry
from dev_benchmark.paired import points_of
from dev_benchmark.scoring import HIGHER_IS_BETTER
from dev_benchmark.summary import Comparison, allowed_overshoot, chosen_baseline, compare
from scipy.stats import rankdata

from peer_benchmark.line_up import VARIANTS

OURS_TITLE = "jupyter_metaml"
CHOSEN_TITLE = "the best of the four, by cross-validation"
PLAIN_TITLES = {
    "lightgbm": "LightGBM",
    "hist_gradient_boosting": "HistGradientBoosting",
    "random_forest": "random forest",
    "linear": "linear or logistic regression",
}
NOT_MEASURED = "Not measured yet."
# So many of the tasks with the largest deficits are named for each opponent, if they are as large as a point.
MAX_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponent:
    """A system that ours is compared with.

    Parameters
    ----------
    title : str
        As readers know it.
    entries : tuple of Entry
        Its runs, one per task and seed.
    has_budget : bool
        Whether it was given seconds.
    has_rank : bool, default=True
        Whether it is a system of its own.
    """

    title: str
    entries: tuple[Entry, ...]
    has_budget: bool
    has_rank: bool = True


def opponents_of(baselines: Sequence[Entry], peers: Sequence[Entry]) -> list[Opponent]:
    """Return the plain models, the one that a person would choose among them, and the peers."""
    found = [
        Opponent(title=title, entries=tuple(entry for entry in baselines if entry.system == name), has_budget=False)
        for name, title in PLAIN_TITLES.items()
    ]
    by_run = defaultdict(list)
    for entry in baselines:
        by_run[entry.task, entry.seed].append(entry)
    chosen = filter(None, map(chosen_baseline, by_run.values()))
    found.append(Opponent(title=CHOSEN_TITLE, entries=tuple(chosen), has_budget=False, has_rank=False))
    for name, variant in VARIANTS.items():
        theirs = tuple(entry for entry in peers if entry.system == name)
        versions = sorted({entry.version for entry in theirs} - {""})
        found.append(Opponent(title=variant.named(versions), entries=theirs, has_budget=True))
    return [opponent for opponent in found if opponent.entries]


def compared(ours: Iterable[Entry], theirs: Iterable[Entry]) -> list[Comparison]:
    """Judge every task that both have run; of several seeds the mean of those that gave both a model."""
    other = {(entry.task, entry.seed): entry for entry in theirs}
    pairs: dict[str, list[tuple[Entry, Entry]]] = defaultdict(list)
    for entry in ours:
        if (entry.task, entry.seed) in other:
            pairs[entry.task].append((entry, other[entry.task, entry.seed]))
    return [compare(*_mean_pair(of_task)) for of_task in pairs.values()]


def _mean_pair(pairs: Sequence[tuple[Entry, Entry]]) -> tuple[Entry, Entry]:
    scored = [(a.score, b.score) for a, b in pairs if a.score is not None and b.score is not None]
    if not scored:
        return pairs[0]
    means = np.mean(scored, axis=0)
    return replace(pairs[0][0], score=float(means[0])), replace(pairs[0][1], score=float(means[1]))


def mean_ranks(systems: Mapping[str, Sequence[Entry]]) -> tuple[dict[str, float], int]:
    """Return mean ranks over the runs that all systems have, and their number; without a model one is the last."""
    runs = [{(entry.task, entry.seed): entry for entry in entries} for entries in systems.values()]
    shared = sorted(set.intersection(*(set(of_system) for of_system in runs)))
    if not shared:
        return {}, 0
    losses = [[_loss(of_system[run]) for run in shared] for of_system in runs]  # (n_systems, n_runs)
    ranks = rankdata(losses, axis=0).mean(axis=1)
    return dict(zip(systems, ranks.tolist(), strict=True)), len(shared)


def _loss(entry: Entry) -> float:
    if entry.score is None:
        return float("inf")
    return -entry.score if entry.metric in HIGHER_IS_BETTER else entry.score


def markdown(ours: Sequence[Entry], opponents: Sequence[Opponent]) -> str:
    """Write what was measured, the table of the opponents, and below it the scores of every task."""
    if not ours or not opponents:
        return NOT_MEASURED
    ranks, n_ranked = mean_ranks({OURS_TITLE: ours} | {one.title: one.entries for one in opponents if one.has_rank})
    header = ("beside", "wins", "ties", "losses", "no model", "points, median", "mean rank", "fit s, median / longest")
    rows = [_row(opponent, compared(ours, opponent.entries), ranks) for opponent in opponents]
    own = (f"**{OURS_TITLE}**", "", "", "", _count_failed(ours), "", _figure(ranks.get(OURS_TITLE), 1), _seconds(ours))
    lines = [_told(ours, n_ranked), "", *_table(header, [own, *rows]), "", *_worst(ours, opponents), ""]
    lines += ["<details><summary>The score of every task</summary>", "", *_scores(ours, opponents), "", "</details>"]
    return "\n".join(lines)


def _told(ours: Sequence[Entry], n_ranked: int) -> str:
    tasks, seeds = {entry.task for entry in ours}, sorted({entry.seed for entry in ours})
    first = ours[0]
    return (
        f"{len(tasks)} tables, {first.budget_s:g} s for each fit on {first.n_jobs} cores, "
        f"{'seed' if len(seeds) == 1 else 'seeds'} {', '.join(map(str, seeds))}. "
        "Wins, ties and losses are ours; a point is a hundredth of the area under the ROC curve, or of what a constant "
        "prediction loses, above 0 ours is better. Plain models have the defaults of their libraries, and no limit. "
        f"Ranks are over {n_ranked} runs that all have."
    )


def _row(opponent: Opponent, comparisons: Sequence[Comparison], ranks: Mapping[str, float]) -> tuple[str, ...]:
    counts = Counter(comparison.outcome for comparison in comparisons)
    points = [_points(comparison) for comparison in comparisons if comparison.outcome != "failed"]
    return (
        opponent.title,
        *(str(counts[outcome]) for outcome in ("win", "tie", "loss")),
        _count_failed(opponent.entries),
        f"{np.median(points):+.2f}" if points else "",
        _figure(ranks.get(opponent.title), 1),
        _seconds(opponent.entries),
    )


def _points(comparison: Comparison) -> float:
    return points_of(comparison.ours, comparison.ours.score or 0.0, comparison.baseline.score or 0.0)


def _count_failed(entries: Sequence[Entry]) -> str:
    return str(sum(entry.score is None for entry in entries))


def _seconds(entries: Sequence[Entry]) -> str:
    seconds = [entry.fit_s for entry in entries if entry.fit_s is not None]
    return f"{np.median(seconds):.1f} / {max(seconds):.1f}" if seconds else ""


def _worst(ours: Sequence[Entry], opponents: Sequence[Opponent]) -> list[str]:
    """Say where we lose most, and who took more than the seconds."""
    lines = []
    for opponent in _systems_and_chosen(opponents):
        judged = [one for one in compared(ours, opponent.entries) if one.outcome == "loss" and _points(one) <= -1.0]
        named = [f"{one.ours.task} ({_points(one):+.1f})" for one in sorted(judged, key=_points)[:MAX_NAMED]]
        if named:
            lines.append(f"* Beside {opponent.title} we lose most on {', '.join(named)}.")
    allowed = allowed_overshoot(ours[0].budget_s)
    late = {OURS_TITLE: ours} | {one.title: one.entries for one in opponents if one.has_budget}
    counts = {title: sum((one.overshoot_s or 0.0) > allowed for one in entries) for title, entries in late.items()}
    told = ", ".join(f"{title} {count}" for title, count in counts.items())
    return [*lines, f"* Fits that took over {allowed:g} s more than they were given: {told}."]


def _scores(ours: Sequence[Entry], opponents: Sequence[Opponent]) -> list[str]:
    """Return the table of mean scores, the best of each task in bold; plain models by the one that is chosen."""
    shown = _systems_and_chosen(opponents)
    systems = [tuple(ours), *(one.entries for one in shown)]
    rows = []
    for task, metric in {entry.task: entry.metric for entry in ours}.items():
        runs = [[entry for entry in entries if entry.task == task] for entries in systems]
        means = [_mean(of_task) for of_task in runs]
        found = [mean for mean in means if mean is not None]
        best = (max if metric in HIGHER_IS_BETTER else min)(found, default=None)
        cells = [_cell(mean, has_run=bool(of_task)) for mean, of_task in zip(means, runs, strict=True)]
        rows.append((task, metric, *(f"**{c}**" if m == best else c for c, m in zip(cells, means, strict=True))))
    return _table(("task", "metric", OURS_TITLE, *(one.title for one in shown)), rows)


def _cell(mean: float | None, *, has_run: bool) -> str:
    if mean is None:
        return "no model" if has_run else ""
    return f"{mean:.4g}"


def _systems_and_chosen(opponents: Iterable[Opponent]) -> list[Opponent]:
    return [opponent for opponent in opponents if opponent.has_budget or not opponent.has_rank]


def _mean(entries: Sequence[Entry]) -> float | None:
    scores = [entry.score for entry in entries if entry.score is not None]
    return float(np.mean(scores)) if scores else None


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, *rows)]
    return [lines[0], "|" + "---|" * len(header), *lines[1:]]


def _figure(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
