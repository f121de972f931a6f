"""Five folds of a table, predicted by one contestant, and how good that is."""

from __future__ import annotations

import os
import time
import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import log_loss, r2_score, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold

from network_benchmark.contestants import Rows, predict
from network_benchmark.small_tables import SmallTable

N_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a contestant has reached on a table.

    Attributes
    ----------
    score : float
        Mean over folds: area under the ROC curve (one against the rest for several classes), or R2.
    loss : float
        Mean over folds: log loss, or root mean squared error in standard deviations of the target.
    seconds : float
        Processor seconds of fitting and predicting, per fold.
    """

    task: str
    kind: str
    contestant: str
    score: float
    loss: float
    seconds: float


def cross_validate(table: SmallTable, contestant: str, *, weights: str | os.PathLike[str] | None = None) -> Outcome:
    """Predict each fold from the other four; every contestant gets the same folds."""
    is_regression = table.kind == "regression"
    folds = (KFold if is_regression else StratifiedKFold)(N_FOLDS, shuffle=True, random_state=0)
    scores, losses, seconds = [], [], []
    for train, test in folds.split(table.X, table.y):
        rows = Rows(X=table.X.iloc[train], y=table.y.iloc[train], X_test=table.X.iloc[test], kind=table.kind)
        started = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # convergence, rare classes: a plain model lives with them
            predictions, classes = predict(contestant, rows, weights=weights)
        seconds.append(time.process_time() - started)
        y = table.y.iloc[test].to_numpy()
        score, loss = judge_numbers(y, predictions) if is_regression else judge_classes(y, predictions, classes)
        scores.append(score)
        losses.append(loss / float(table.y.std()) if is_regression else loss)
    return Outcome(
        task=table.id,
        kind=table.kind,
        contestant=contestant,
        score=float(np.mean(scores)),
        loss=float(np.mean(losses)),
        seconds=float(np.mean(seconds)),
    )


def judge_classes(y: np.ndarray, chances: np.ndarray, classes: list[str]) -> tuple[float, float]:
    """Return area under the ROC curve and log loss."""
    chances = np.clip(chances, 1e-15, 1.0)
    chances /= chances.sum(axis=1, keepdims=True)
    if len(classes) == 2:
        area = roc_auc_score(y == classes[1], chances[:, 1])
    else:
        area = np.mean([roc_auc_score(y == name, chances[:, place]) for place, name in enumerate(classes)])
    return float(area), float(log_loss(y, chances, labels=classes))


def judge_numbers(y: np.ndarray, predicted: np.ndarray) -> tuple[float, float]:
    """Return R2 and root mean squared error."""
    return float(r2_score(y, predicted)), float(np.sqrt(np.mean(np.square(y - predicted))))
