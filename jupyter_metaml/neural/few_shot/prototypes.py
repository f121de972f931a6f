"""Prototypes: the nearest class mean in a learned embedding."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import torch

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.episodes.task_table import coded
from jupyter_metaml.neural.few_shot.estimators import FewShotClassifier, FewShotRegressor
from jupyter_metaml.neural.few_shot.few_shot_learner import FewShotLearner
from jupyter_metaml.neural.few_shot.learned_network import LearnedNetwork
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
    """

    needs_gradients: ClassVar[bool] = False

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
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

    def adapt(self, X: Any, y: Any) -> FewShotClassifier | FewShotRegressor:
        """Take the means of the classes in a few rows; what was learned across tasks stays as it is.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
        y : array-like of shape (n_rows,)
            Labels.

        Returns
        -------
        FewShotClassifier
            Fitted; also in `adapted_`.

        Raises
        ------
        DataError
            If rows or labels are not usable.
        UsageError
            If the labels are numbers, or the module does not fit the rows.
        """
        if not self.__sklearn_is_fitted__() and not len(coded(y)[1]):
            raise _no_classes()
        return super().adapt(X, y)

    def _learned(self, *, is_classification: bool) -> LearnedNetwork:
        if not is_classification:
            raise _no_classes()
        return super()._learned(is_classification=True)

    def _rule(self, *, trains: bool) -> Rule:
        if self.distance not in {"euclidean", "cosine"}:
            message = f"distance={self.distance!r} is not known. Give 'euclidean' or 'cosine'."
            raise UsageError(message)
        return PrototypeRule(distance=self.distance)


def _no_classes() -> UsageError:
    return UsageError("Prototypes are means of classes, and the targets are numbers. Use RidgeHead or MAML instead.")
