"""Prototypes: the nearest class mean in a learned embedding."""

from __future__ import annotations

from typing import ClassVar, Literal

import torch

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.network import checked_module
from jupyter_metaml.neural.few_shot.prototype_rule import PrototypeRule
from jupyter_metaml.neural.few_shot.rule import Rule


class Prototypes(FewShotLearner):
    """Learn an embedding in which the mean of a class's few rows is a good picture of the class.

    For classes only.  A module that is not trained, such as ``nn.Identity()``, gives the nearest class mean of what
    comes in: a baseline that everything else should beat.

    Parameters
    ----------
    model : torch.nn.Module
        The embedding; it may give any number of numbers.
    distance : {"euclidean", "cosine"}, default="euclidean"
        Squared Euclidean distance, or cosine with a scale that is learned.
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
    UsageError
        If `distance` is another word.

    References
    ----------
    Snell, Swersky, Zemel (2017), Prototypical Networks for Few-shot Learning, NeurIPS.

    Examples
    --------
    >>> from torch import nn
    >>> from jupyter_metaml.neural import HiddenNetworkClasses, Prototypes
    >>> family = HiddenNetworkClasses(n_columns=6)
    >>> prototypes = Prototypes(nn.Linear(6, 8), n_iterations=5).fit(family)
    >>> nearest = prototypes.adapt([[0.0] * 6, [1.0] * 6], ["small", "large"])
    >>> nearest.predict([[0.9] * 6]).tolist()
    ['large']
    """

    needs_gradients: ClassVar[bool] = False
    takes_numbers: ClassVar[bool] = False

    def __init__(
        self,
        model: torch.nn.Module,
        *,
        distance: Literal["euclidean", "cosine"] = "euclidean",
        meta_lr: float = 1e-3,
        n_iterations: int = 1000,
        tasks_per_step: int = 16,
        random_state: int | None = 0,
    ) -> None:
        self.model = checked_module(model, type(self).__name__, needs_gradients=False)
        self.distance = distance
        self.meta_lr = meta_lr
        self.n_iterations = n_iterations
        self.tasks_per_step = tasks_per_step
        self.random_state = random_state

    def _rule(self, *, trains: bool) -> Rule:
        if self.distance not in {"euclidean", "cosine"}:
            message = f"distance={self.distance!r} is not known. Give 'euclidean' or 'cosine'."
            raise UsageError(message)
        return PrototypeRule(distance=self.distance)
