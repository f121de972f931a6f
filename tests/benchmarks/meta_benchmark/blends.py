"""What the blend of the configurations tried so far is worth, from the predictions that a campaign keeps.

People get a blend, not the configuration with the best out-of-fold loss, so orders are judged by that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from jupyter_metaml.evaluation.losses import PROBABILITY_FLOOR
from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.simulation import Outcome
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.blending import MIN_WEIGHT, N_STEPS, candidate_cap, greedy_counts

BLENDED_AFTER = (1, 2, 3, 5, 8, 12)
# Random orders are drawn fifty times; so many of them are enough for a mean over tasks.
DRAWS = 3
SMALL = 1_000
# A blend far above the median configuration is as useless as one just above it.
WORST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaskPredictions:
    """What configurations predicted on one task.

    Parameters
    ----------
    kind : str
    y, y_test : ndarray
        Targets of the validation rows, and of those kept back.
    by_id : mapping of str to (ndarray, ndarray)
        By the id of a configuration: for both sets of rows the probability of the true class, or the prediction.
    """

    kind: str
    y: np.ndarray
    y_test: np.ndarray
    by_id: dict[str, tuple[np.ndarray, np.ndarray]]


def blend_errors(outcome: Outcome, base: KnowledgeBase, pieces: Path) -> dict[str, float]:
    """Return the normalised test error of the blend after 1, 2, 3, 5, 8 and 12 evaluations, by name of the column.

    NaN where the campaign went on from a pack: what was measured before it has no predictions.
    """
    if not (pieces / outcome.task.id).is_dir():
        return {f"blend@{n}": np.nan for n in BLENDED_AFTER}
    row = next(number for number, task in enumerate(base.tasks) if task.id == outcome.task.id)
    predictions = read_predictions(pieces / outcome.task.id, outcome.task.kind)
    known = base.test_loss[row][np.isfinite(base.test_loss[row])]
    best, middle = float(known.min()), float(np.median(known))
    found = {}
    for n in BLENDED_AFTER:
        losses = [
            blended_loss(predictions, [base.configurations[place] for place in order[:n]], base.loss[row, order[:n]])
            for order in outcome.orders[:DRAWS]
        ]
        errors = (np.array(losses) - best) / (middle - best) if middle > best else np.full(len(losses), np.nan)
        found[f"blend@{n}"] = float(np.minimum(WORST, errors).mean())
    return found


@lru_cache(maxsize=2)
def read_predictions(folder: Path, kind: str) -> TaskPredictions:
    """Read what a campaign has kept of a task; the policies of one task come one after the other."""
    y, y_test = np.load(folder / "truth.npy"), np.load(folder / "test.npy")
    by_id = {}
    for path in sorted((folder / "predictions").glob("*.npz")):
        with np.load(path) as file:
            by_id[path.stem] = (_told(file["oof"], y, kind), _told(file["test"], y_test, kind))
    return TaskPredictions(kind=kind, y=y, y_test=y_test, by_id=by_id)


def blended_loss(predictions: TaskPredictions, tried: list[Configuration], losses: np.ndarray) -> float:
    """Blend as the search does, greedily on the validation rows; return the loss on the test rows.

    Infinity without any result, NaN where predictions are missing.
    """
    cap = candidate_cap(len(predictions.y))
    per_family = max(2, cap // 3)
    taken: dict[str, int] = {}
    members: list[tuple[np.ndarray, np.ndarray]] = []
    for place in np.argsort(losses, kind="stable").tolist():
        name, found = tried[place].family, predictions.by_id.get(tried[place].id)
        if not np.isfinite(losses[place]):
            continue
        if found is None:
            return float("nan")
        if len(members) < cap and taken.get(name, 0) < per_family:
            taken[name] = taken.get(name, 0) + 1
            members.append(found)
    if not members:
        return float("inf")
    validation, test = (np.stack(parts) for parts in zip(*members, strict=True))
    n_rows = len(predictions.y)
    truth = predictions.y.astype(np.float64) if predictions.kind == "regression" else None
    row_weights = np.full(n_rows, 1.0 / n_rows)
    counts = greedy_counts(validation, truth, row_weights, n_steps=N_STEPS, n_start=3 if n_rows < SMALL else 1)
    shares = counts / counts.sum()
    shares = np.where(shares < MIN_WEIGHT, 0.0, shares)
    return _loss(shares / shares.sum() @ test, predictions)


def _told(predicted: np.ndarray, y: np.ndarray, kind: str) -> np.ndarray:
    values = predicted.astype(np.float64)
    return values if kind == "regression" else values[np.arange(len(y)), y.astype(np.int64)]


def _loss(predicted: np.ndarray, predictions: TaskPredictions) -> float:
    if predictions.kind == "regression":
        return float(np.mean((predictions.y_test - predicted) ** 2) / np.var(predictions.y))
    return float(-np.mean(np.log(np.maximum(predicted, PROBABILITY_FLOOR))))
