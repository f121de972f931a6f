"""Reptile: go towards where gradient steps on each task end."""

from __future__ import annotations

import torch

from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule, steps_for
from jupyter_metaml.neural.few_shot.meta_steps import way_back
from jupyter_metaml.neural.few_shot.meta_training import MetaTraining
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.rule import Rule


class Reptile(FewShotLearner):
    """Learn parameters that are near those of every task, by going a part of the way to where gradient steps end.

    There is no gradient through gradients.  In training all rows of an episode are used, in turn; a larger query
    makes it better.

    Parameters
    ----------
    model : torch.nn.Module
        In classification it gives a logit for each class, in regression one number.
    lr : float, default=0.02
        Rate of the gradient steps on a task.
    n_steps : int, default=10
        Gradient steps on each task while training.
    n_rows : int, default=10
        Rows of each of these steps.
    n_adapt_steps : int or None, default=None
        Gradient steps in `adapt` and `evaluate_episodes`, each on all rows of the support; None for as many as in
        training.
    meta_lr : float, default=1.0
        Part of the way that is gone at first, above 0 and best at most 1; it falls to zero along half a cosine.
    n_iterations : int, default=1000
        Steps across tasks.
    tasks_per_step : int, default=16
        Tasks of each step.
    random_state : int or None, default=0
        Seed of the episodes and of dropout.

    Attributes
    ----------
    module_, learned_, meta_losses_, adapted_
        As for `MAML`; the losses are those of all rows of an episode.

    Raises
    ------
    UnadaptableModelError
        If `model` has no gradients.

    See Also
    --------
    jupyter_metaml.Reptile : Takes AutoML estimators, too.

    References
    ----------
    Nichol, Achiam, Schulman (2018), On First-Order Meta-Learning Algorithms, arXiv 1803.02999; tasks in batches.

    Examples
    --------
    >>> from torch import nn
    >>> from jupyter_metaml.neural import Reptile, SineWaves
    >>> network = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))
    >>> reptile = Reptile(network, n_iterations=3, tasks_per_step=4).fit(SineWaves(n_query=20))
    >>> reptile.adapt([[0.0], [1.0], [2.0]], [0.0, 0.8, 0.9]).predict([[1.5]]).shape
    (1,)
    """

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        model: torch.nn.Module,
        lr: float = 0.02,
        *,
        n_steps: int = 10,
        n_rows: int = 10,
        n_adapt_steps: int | None = None,
        meta_lr: float = 1.0,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        random_state: int | None = 0,
    ) -> None:
        self.model = checked_module(model, type(self).__name__, needs_gradients=True)
        self.lr = lr
        self.n_steps = n_steps
        self.n_rows = n_rows
        self.n_adapt_steps = n_adapt_steps
        self.meta_lr = meta_lr
        self.n_iterations = n_iterations
        self.tasks_per_step = tasks_per_step
        self.random_state = random_state

    def _rule(self, *, trains: bool) -> Rule:
        n_steps = steps_for(self.n_steps, self.n_adapt_steps, trains=trains)
        return GradientRule(lr=self.lr, n_steps=n_steps, n_rows=self.n_rows if trains else None)

    def _training(self) -> MetaTraining:
        return MetaTraining(
            n_iterations=self.n_iterations,
            n_tasks=self.tasks_per_step,
            lr=self.meta_lr,
            step=way_back,
            optimizer=torch.optim.SGD,
        )
