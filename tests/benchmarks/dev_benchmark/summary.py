"""Wins, ties and losses against the best plain baseline, chosen without a look at the test rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dev_benchmark.ledger import Entry
from dev_benchmark.scoring import HIGHER_IS_BETTER

Outcome = Literal["win", "tie", "loss", "failed"]
# Differences that nobody would act on: half a thousandth of the area under the curve, a thousandth of a loss.
TIE_AREA = 0.0005
TIE_LOSS_SHARE = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Our run beside the chosen baseline on one task."""

    ours: Entry
    baseline: Entry
    outcome: Outcome

    @property
    def is_better(self) -> bool:
        """Whether ours is better at all, by however little."""
        return self.ours.score is not None and self.baseline.score is not None and advantage(self) > 0


def advantage(comparison: Comparison) -> float:
    """Return how much better ours is, in the metric's unit."""
    ours, theirs = comparison.ours.score, comparison.baseline.score
    if ours is None or theirs is None:
        raise ValueError(f"No score to compare on {comparison.ours.task!r}.")
    return ours - theirs if comparison.ours.metric in HIGHER_IS_BETTER else theirs - ours


def chosen_baseline(entries: Iterable[Entry]) -> Entry | None:
    """Pick the baseline with the best cross-validation score; those that failed are out."""
    usable = [entry for entry in entries if entry.cv_score is not None and entry.score is not None]
    if not usable:
        return None
    sign = 1.0 if usable[0].metric in HIGHER_IS_BETTER else -1.0
    return max(usable, key=lambda entry: sign * (entry.cv_score or 0.0))


def compare(ours: Entry, baseline: Entry) -> Comparison:
    """Judge one task; a run without a score has failed, which counts as a loss."""
    if ours.score is None or baseline.score is None:
        return Comparison(ours=ours, baseline=baseline, outcome="failed")
    margin = TIE_AREA if ours.metric in HIGHER_IS_BETTER else TIE_LOSS_SHARE * abs(baseline.score)
    difference = advantage(Comparison(ours=ours, baseline=baseline, outcome="tie"))
    if abs(difference) <= margin:
        return Comparison(ours=ours, baseline=baseline, outcome="tie")
    return Comparison(ours=ours, baseline=baseline, outcome="win" if difference > 0 else "loss")


def allowed_overshoot(budget_s: float) -> float:
    """Return by how many seconds a run may pass its budget."""
    return max(2.0, 0.02 * budget_s)


def compare_all(ours: Sequence[Entry], baselines: Sequence[Entry]) -> list[Comparison]:
    """Judge every task that both sides have run."""
    comparisons = []
    for entry in ours:
        best = chosen_baseline(other for other in baselines if other.task == entry.task)
        if best is not None:
            comparisons.append(compare(entry, best))
    return comparisons


def markdown(ours: Sequence[Entry], baselines: Sequence[Entry]) -> str:
    """Write the table and, below it, the figures that sum it up."""
    header = ["task", "metric", "ours", "baseline", "its score", "outcome", "fit s", "over s", "peak MiB", "trials"]
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    comparisons = compare_all(ours, baselines)
    by_task = {comparison.ours.task: comparison for comparison in comparisons}
    for entry in ours:
        found = by_task.get(entry.task)
        cells = [entry.task, entry.metric, _figure(entry.score, 4)]
        cells += [found.baseline.system, _figure(found.baseline.score, 4), found.outcome] if found else ["", "", ""]
        cells += [_figure(entry.fit_s, 1), _figure(entry.overshoot_s, 2), _figure(entry.peak_mib, 0)]
        cells.append(entry.error or entry.trials)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_figures(ours, comparisons), ""])


def _figures(ours: Sequence[Entry], comparisons: Sequence[Comparison]) -> list[str]:
    counts = Counter(comparison.outcome for comparison in comparisons)
    with_model = [entry for entry in ours if entry.score is not None]
    in_time = sum((entry.overshoot_s or 0.0) <= allowed_overshoot(entry.budget_s) for entry in with_model)
    lines = [f"{len(with_model)} of {len(ours)} tasks returned a model, {in_time} of them within the budget rule."]
    if comparisons:
        better = sum(comparison.is_better for comparison in comparisons)
        outcomes = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("win", "tie", "loss", "failed"))
        share = f"{better / len(comparisons):.0%}"
        lines.append(f"Against the best of the baselines chosen by cross-validation: {outcomes}.")
        lines.append(f"Better at all on {better} of {len(comparisons)} tasks ({share}).")
    return lines


def _figure(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
