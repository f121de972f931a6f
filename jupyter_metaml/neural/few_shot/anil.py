"""ANIL: MAML in which only the head adapts."""

from __future__ import annotations

import torch

from jupyter_metaml.neural.few_shot.errors import UnadaptableModelError
from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule, steps_for
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.rule import Rule


class ANIL(FewShotLearner):
    """Learn a body that is the same for all tasks, and a head that adapts to each by a few gradient steps.

    Parameters
    ----------
    model : torch.nn.Module
        In classification it gives a logit for each class, in regression one number.
    lr : float, default=0.1
        Rate of the gradient steps on a task.
    head : str or None, default=None
        Name of the part that adapts, as in ``model.named_modules()``; None for the last part with parameters.
    first_order : bool, default=False
        Take the steps as constants when their result is judged.
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
    random_state : int or None, default=0
        Seed of the episodes and of dropout.

    Attributes
    ----------
    module_, learned_, meta_losses_, adapted_
        As for `MAML`.

    Raises
    ------
    UnadaptableModelError
        If `model` has no gradients, or no such head.

    References
    ----------
    Raghu, Raghu, Bengio, Vinyals (2020), Rapid Learning or Feature Reuse? Towards Understanding the Effectiveness of
    MAML, ICLR.

    Examples
    --------
    >>> from torch import nn
    >>> from jupyter_metaml.neural import ANIL, HiddenNetworkClasses
    >>> family = HiddenNetworkClasses(n_ways=3, n_columns=6)
    >>> network = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))
    >>> anil = ANIL(network, lr=0.5, n_iterations=5).fit(family)
    >>> anil.evaluate_episodes(family, 10).shape
    (10,)
    """

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        model: torch.nn.Module,
        lr: float = 0.1,
        *,
        head: str | None = None,
        first_order: bool = False,
        n_steps: int = 5,
        n_adapt_steps: int | None = None,
        meta_lr: float = 1e-3,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        random_state: int | None = 0,
    ) -> None:
        self.model = checked_module(model, type(self).__name__, needs_gradients=True)
        self.lr = lr
        self.head = head
        self.first_order = first_order
        self.n_steps = n_steps
        self.n_adapt_steps = n_adapt_steps
        self.meta_lr = meta_lr
        self.n_iterations = n_iterations
        self.tasks_per_step = tasks_per_step
        self.random_state = random_state

    def _rule(self, *, trains: bool) -> Rule:
        return GradientRule(
            lr=self.lr,
            n_steps=steps_for(self.n_steps, self.n_adapt_steps, trains=trains),
            first_order=self.first_order,
            moving=head_parameters(self.model, self.head),
        )


def head_parameters(module: torch.nn.Module, head: str | None) -> frozenset[str]:
    """Return the names of the parameters of a module's head that require gradients.

    Parameters
    ----------
    module : Module
    head : str or None
        Name of a part; None for the last one with parameters.

    Raises
    ------
    UnadaptableModelError
        If there is no such part, or nothing in it can be learned.
    """
    learnable = [name for name, parameter in module.named_parameters() if parameter.requires_grad]
    wanted = learnable[-1].rpartition(".")[0] if head is None else head
    found = frozenset(name for name in learnable if not wanted or name.startswith(f"{wanted}."))
    if not found:
        parts = sorted({name.rpartition(".")[0] for name in learnable} - {""})
        raise UnadaptableModelError.unknown_head(wanted, parts)
    return found
