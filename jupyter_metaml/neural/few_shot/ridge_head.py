"""A ridge head: a regression on a learned embedding, solved in closed form for each task."""

from __future__ import annotations

from typing import ClassVar

import torch

from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.ridge_rule import RidgeRule
from jupyter_metaml.neural.few_shot.rule import Rule


class RidgeHead(FewShotLearner):
    """Learn an embedding on which a ridge regression of a few rows predicts others well, and its penalty.

    For numbers and for classes.  A module without parameters, such as ``nn.Identity()``, is a ridge regression whose
    penalty is learned across tasks.

    Parameters
    ----------
    model : torch.nn.Module
        The embedding; it may give any number of numbers.
    penalty : float, default=1.0
        What the penalty starts from, above 0; it is that of ``sklearn.linear_model.Ridge``, whose solution this is.
    has_offset : bool, default=False
        In regression, take the first number that the module gives as what is predicted for a task of which nothing is
        known; the head explains what is left, and its intercept is penalised by a penalty of its own.  Better than
        the plain head when a task has one or two rows, as new users of a recommender do.
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
        As for `MAML`.

    Raises
    ------
    UnadaptableModelError
        If `model` is no torch module.

    References
    ----------
    Bertinetto, Henriques, Torr, Vedaldi (2019), Meta-learning with differentiable closed-form solvers, ICLR.  Here the
    intercept is not penalised.

    Examples
    --------
    >>> from torch import nn
    >>> from jupyter_metaml.neural import RidgeHead, SineWaves
    >>> embedding = nn.Sequential(nn.Linear(1, 16), nn.ReLU())
    >>> ridge = RidgeHead(embedding, n_iterations=5).fit(SineWaves())
    >>> ridge.adapt([[0.0], [1.0], [2.0]], [0.0, 0.8, 0.9]).predict([[1.5]]).shape
    (1,)
    """

    needs_gradients: ClassVar[bool] = False

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        model: torch.nn.Module,
        *,
        penalty: float = 1.0,
        has_offset: bool = False,
        meta_lr: float = 1e-3,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        random_state: int | None = 0,
    ) -> None:
        self.model = checked_module(model, type(self).__name__, needs_gradients=False)
        self.penalty = penalty
        self.has_offset = has_offset
        self.meta_lr = meta_lr
        self.n_iterations = n_iterations
        self.tasks_per_step = tasks_per_step
        self.random_state = random_state

    def _rule(self, *, trains: bool) -> Rule:
        return RidgeRule(penalty=self.penalty, has_offset=self.has_offset)
