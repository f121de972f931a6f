"""MAML: parameters from which a few gradient steps on a new task lead far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from jupyter_metaml.neural.few_shot.clone import AdaptableClone
from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule, steps_for
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.rule import Rule


class MAML(FewShotLearner):
    """Learn parameters from which a few gradient steps on a new task's rows lead to good predictions of others.

    There are two ways to use it.  As a scikit-learn estimator: `fit` on tasks, `adapt` to a new one.  As in
    learn2learn, with a loop of one's own: `clone`, ``learner.adapt(loss)``, and an optimizer of `parameters`.

    Parameters
    ----------
    model : torch.nn.Module
        In classification it gives a logit for each class, in regression one number.
    lr : float, default=0.01
        Rate of the gradient steps on a task.
    first_order : bool, default=False
        Take the steps as constants when their result is judged: cheaper, and a little worse.
    n_steps : int, default=5
        Gradient steps on each task while training.
    n_adapt_steps : int or None, default=None
        Gradient steps in `adapt` and `evaluate_episodes`; None for as many as in training.
    meta_lr : float, default=0.001
        Rate of Adam across tasks; it falls to zero along half a cosine.
    n_iterations : int, default=1000
        Steps across tasks.
    tasks_per_step : int, default=16
        Tasks of each step.
    allow_unused, allow_nograd : bool, default=False
        For `clone`: whether parameters without a part in the loss, or without gradients, stay as they are; otherwise
        they are an error.
    random_state : int or None, default=0
        Seed of the episodes and of dropout; the parameters that training starts from are those of `model`.

    Attributes
    ----------
    module_ : torch.nn.Module
        The module with the parameters that were learned.
    learned_ : dict of str to Tensor
        What was learned.
    meta_losses_ : list of float
        Mean loss of the queries at each step.
    adapted_ : FewShotClassifier or FewShotRegressor
        What the last `adapt` has fitted.

    Raises
    ------
    UnadaptableModelError
        If `model` has no gradients: another estimator, a class, or a module without a parameter that requires some.

    See Also
    --------
    ANIL : Adapts the head only.
    MetaSGD : Learns a rate for each parameter, too.
    Reptile : Needs no gradients through gradients, and no query.
    jupyter_metaml.MAML : Takes AutoML estimators, too.

    References
    ----------
    Finn, Abbeel, Levine (2017), Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, ICML.

    Examples
    --------
    >>> import torch
    >>> from torch import nn
    >>> from jupyter_metaml.neural import MAML, SineWaves
    >>> network = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1))
    >>> maml = MAML(network, n_iterations=5).fit(SineWaves())
    >>> X_few, y_few = [[0.0], [1.0], [2.0]], [0.0, 0.8, 0.9]
    >>> maml.adapt(X_few, y_few).predict([[1.5]]).shape
    (1,)

    With a loop of one's own:

    >>> X, y = torch.tensor(X_few), torch.tensor(y_few)[:, None]
    >>> optimizer = torch.optim.Adam(maml.parameters())
    >>> learner = maml.clone()
    >>> learner.adapt(nn.functional.mse_loss(learner(X), y))
    >>> nn.functional.mse_loss(learner(X), y).backward()
    >>> optimizer.step()
    """

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        model: torch.nn.Module,
        lr: float = 0.01,
        *,
        first_order: bool = False,
        n_steps: int = 5,
        n_adapt_steps: int | None = None,
        meta_lr: float = 1e-3,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        allow_unused: bool = False,
        allow_nograd: bool = False,
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
        self.allow_unused = allow_unused
        self.allow_nograd = allow_nograd
        self.random_state = random_state

    @property
    def module(self) -> torch.nn.Module:
        """What clones come from: the trained module, and before `fit`, the one that was given."""
        return self.module_ if self.__sklearn_is_fitted__() else self.model

    def clone(self) -> AdaptableClone:
        """Return a copy of the module to adapt with losses of one's own.

        Its parameters are functions of the module's own, so that ``backward`` reaches those.  (A copy of this
        estimator is ``sklearn.base.clone(maml)``.)

        Returns
        -------
        AdaptableClone
        """
        named = {**dict(self.module.named_parameters()), **dict(self.module.named_buffers())}
        return AdaptableClone(
            self.module,
            {name: tensor.clone() for name, tensor in named.items()},
            lr=self.lr,
            first_order=self.first_order,
            allow_unused=self.allow_unused,
            allow_nograd=self.allow_nograd,
        )

    def parameters(self) -> Iterator[torch.nn.Parameter]:
        """Yield the parameters of the module, for an optimizer."""
        return self.module.parameters()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the module as it is, without adaptation."""
        return self.module(*args, **kwargs)

    def _rule(self, *, trains: bool) -> Rule:
        n_steps = steps_for(self.n_steps, self.n_adapt_steps, trains=trains)
        return GradientRule(lr=self.lr, n_steps=n_steps, first_order=self.first_order)
