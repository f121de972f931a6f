"""Meta-SGD: MAML that learns the rates, too."""

from __future__ import annotations

import torch

from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule, steps_for
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.rule import Rule


class MetaSGD(FewShotLearner):
    """Learn parameters, and for each number in them the rate and the direction of its steps on a task.

    Parameters
    ----------
    model : torch.nn.Module
        In classification it gives a logit for each class, in regression one number.
    lr : float, default=0.01
        What all rates start from.
    first_order : bool, default=False
        Take the slopes as constants when their result is judged; the rates are learned all the same.
    n_steps : int, default=1
        Gradient steps on each task while training.
    n_adapt_steps : int or None, default=None
        Gradient steps in `adapt` and `evaluate_episodes`; None for as many as in training.
    meta_lr : float, default=0.001
        Rate of Adam across tasks; it falls to zero along half a cosine.
    n_iterations : int, default=1000
        Steps across tasks.
    tasks_per_step : int, default=16
        Tasks of each step.
    random_state : int or None, default=0
        Seed of the episodes and of dropout.

    Attributes
    ----------
    module_, learned_, meta_losses_, adapted_
        As for `MAML`; `learned_` has the rates beside the parameters.

    Raises
    ------
    UnadaptableModelError
        If `model` has no gradients.

    References
    ----------
    Li, Zhou, Chen, Li (2017), Meta-SGD: Learning to Learn Quickly for Few-Shot Learning, arXiv 1707.09835.

    Examples
    --------
    >>> from torch import nn
    >>> from jupyter_metaml.neural import MetaSGD, SineWaves
    >>> network = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))
    >>> meta_sgd = MetaSGD(network, n_iterations=5).fit(SineWaves())
    >>> few = meta_sgd.adapt([[0.0], [1.0], [2.0]], [0.0, 0.8, 0.9])
    >>> few.predict([[1.5]]).shape
    (1,)
    """

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        model: torch.nn.Module,
        lr: float = 0.01,
        *,
        first_order: bool = False,
        n_steps: int = 1,
        n_adapt_steps: int | None = None,
        meta_lr: float = 1e-3,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        random_state: int | None = 0,
    ) -> None:
        self.model = checked_module(model, type(self).__name__, needs_gradients=True)
        self.lr = lr
        self.first_order = first_order
        self.n_steps = n_steps
        self.n_adapt_steps = n_adapt_steps
        self.meta_lr = meta_lr
        self.n_iterations = n_iterations
        self.tasks_per_step = tasks_per_step
        self.random_state = random_state

    def _rule(self, *, trains: bool) -> Rule:
        n_steps = steps_for(self.n_steps, self.n_adapt_steps, trains=trains)
        return GradientRule(lr=self.lr, n_steps=n_steps, first_order=self.first_order, learns_rates=True)
