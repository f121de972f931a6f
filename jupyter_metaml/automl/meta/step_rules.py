"""How much of a step towards a task's optimum is taken, from the trials of one family on that task."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial

# Finished trials of one family, in the order in which they ran, to a share from 0 to 1.
StepRule: TypeAlias = "Callable[[Sequence[Trial]], float]"


def whole_step(_trials: Sequence[Trial]) -> float:
    """Take the whole step: what was best on the task is where to go (Reptile)."""
    return 1.0


def confirmed_share(trials: Sequence[Trial]) -> float:
    """Take the part of the step that rows kept out of the choice confirm (MAML).

    Each fold in turn is the query: the optimum is chosen by the other folds, the support, and its gain over where the
    search started in this family is measured on the query.  Confirmed is the gain on the queries over the gain that
    was promised by choosing on all folds, shrunk by what of it may be noise: one less the squared ratio of its
    standard error to itself.

    Parameters
    ----------
    trials : sequence of Trial
        Finished ones of one family, in the order in which they ran; the first is where the search started.

    Returns
    -------
    float
        From 0 to 1; 0 where nothing was promised, and with a single fold, which leaves no rows to confirm with.

    Notes
    -----
    The models that are compared on the support folds were fitted on rows of the query, too, as always in
    cross-validation.  Only the choice among them is made without the query.

    References
    ----------
    Finn, Abbeel, Levine (2017), Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, ICML: support and
    query.  James, Stein (1961), Estimation with Quadratic Loss, Berkeley Symposium 4: the shrinkage, with its positive
    part.  To use them on hyper-parameters is ours.
    """
    losses = np.array([trial.fold_losses for trial in trials], dtype=np.float64)  # (n_trials, n_folds)
    if len(losses) < 2 or losses.shape[1] < 2:
        return 0.0
    means = losses.mean(axis=1)
    promised = means[0] - means.min()
    if not promised > 0.0:
        return 0.0
    n_folds = losses.shape[1]
    support = (means[:, None] * n_folds - losses) / (n_folds - 1)  # (n_trials, n_folds): mean of the other folds
    chosen = support.argmin(axis=0)  # (n_folds,)
    gains = losses[0] - losses[chosen, np.arange(n_folds)]
    gain, error = float(gains.mean()), float(gains.std(ddof=1)) / math.sqrt(n_folds)
    if not gain > 0.0:
        return 0.0
    return float(min(gain / promised, 1.0) * max(0.0, 1.0 - (error / gain) ** 2))
