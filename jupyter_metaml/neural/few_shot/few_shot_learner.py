"""What all few-shot learners share: learn across tasks, adapt to one, score."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
import torch
from sklearn.base import BaseEstimator

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episodes
from jupyter_metaml.neural.episodes.source import as_source
from jupyter_metaml.neural.episodes.task_table import coded, column_of
from jupyter_metaml.neural.few_shot.estimators import FewShotClassifier, FewShotRegressor
from jupyter_metaml.neural.few_shot.learned_network import LearnedNetwork
from jupyter_metaml.neural.few_shot.meta_training import MetaTraining
from jupyter_metaml.neural.few_shot.network import Network, check_trainable, checked_module
from jupyter_metaml.neural.few_shot.rule import Rule
from jupyter_metaml.neural.few_shot.scoring import episode_scores
from jupyter_metaml.typing import FloatArray


class FewShotLearner(BaseEstimator, ABC):
    """Learns across tasks what makes a network adapt to a new one; the classes that people use say how it adapts."""

    needs_gradients: ClassVar[bool] = True
    """Whether a module in which nothing can be learned is refused at once."""
    takes_numbers: ClassVar[bool] = True
    """Whether it predicts numbers, beside classes."""

    model: torch.nn.Module
    meta_lr: float
    n_iterations: int
    tasks_per_step: int
    random_state: int | None

    @abstractmethod
    def _rule(self, *, trains: bool) -> Rule:
        """Return how the network adapts, while it is trained or later."""

    def _training(self) -> MetaTraining:
        return MetaTraining(n_iterations=self.n_iterations, n_tasks=self.tasks_per_step, lr=self.meta_lr)

    def fit(self, tasks: Any, y: None = None) -> Self:
        """Learn across tasks, from the parameters that `model` has; `model` itself stays as it is.

        An interrupt ends the training, and what was learned is kept.

        Parameters
        ----------
        tasks : EpisodeSource, or iterable of Episode, of Task or of (X, y)
            A `MetaDataset` says how support and query are drawn, and how tables become numbers; tasks that come without
            one are sampled by ``AnyTable()``.
        y : None
            Ignored; tasks bring their targets.

        Returns
        -------
        self

        Raises
        ------
        UsageError
            If a parameter is out of range, or the tasks or the module are not usable.
        DivergenceError
            If the loss leaves all bounds.
        """
        module = self._checked()
        check_trainable(module, type(self).__name__)
        checked_module(module, type(self).__name__, needs_gradients=True)
        source = as_source(tasks)
        self._check_kind(is_classification=source.is_classification)
        rng = np.random.default_rng(self.random_state)
        probe = source.sample_episodes(1, np.random.default_rng(self.random_state))
        network = Network(module=copy.deepcopy(module).train(), n_classes=int(source.is_classification))
        network.check_rows(torch.as_tensor(probe.X_support[0], dtype=network.like.dtype, device=network.like.device))
        with torch.random.fork_rng(enabled=self.random_state is not None):  # of dropout
            if self.random_state is not None:
                torch.manual_seed(self.random_state)
            learned, losses = self._training().run(self._rule(trains=True), network, source, rng)
        with torch.no_grad():
            for name, parameter in network.module.named_parameters():
                parameter.copy_(learned.get(name, parameter))
        self.module_ = network.module.eval()
        self.learned_ = {name: tensor.detach() for name, tensor in learned.items()}
        self.meta_losses_ = losses
        self.encoding_ = source.encoding
        self.is_classification_ = bool(source.is_classification)
        return self

    def adapt(self, X: Any, y: Any) -> FewShotClassifier | FewShotRegressor:
        """Adapt to one task; what was learned across tasks stays as it is.

        Without `fit`, it starts from the parameters that `model` has.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
            A few rows.
        y : array-like of shape (n_rows,)
            Of the kind that was learned from; before `fit`, floats are numbers, and all else are classes.

        Returns
        -------
        FewShotClassifier or FewShotRegressor
            Fitted; also in `adapted_`.

        Raises
        ------
        DataError
            If rows or target are not usable.
        UsageError
            If the module does not fit them.
        """
        is_classification = getattr(self, "is_classification_", None)
        if is_classification is None:
            is_classification = len(coded(y)[1]) > 0
        learned = self._learned(is_classification=is_classification)
        estimator = FewShotClassifier(learned) if is_classification else FewShotRegressor(learned)
        self.adapted_ = estimator.fit(X, y)
        return self.adapted_

    def evaluate(self, X: Any, y: Any) -> float:
        """Score the last adapted estimator on rows that it has not seen.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
        y : array-like of shape (n_rows,)

        Returns
        -------
        float
            Accuracy, or the root mean squared error.

        Raises
        ------
        UsageError
            If nothing was adapted yet.
        DataError
            If X and y differ in length.
        """
        if not hasattr(self, "adapted_"):
            message = f"{type(self).__name__} is not adapted to a task yet. Call adapt(X, y) first."
            raise UsageError(message)
        found, truth = self.adapted_.predict(X), column_of(y)
        if len(found) != len(truth):
            message = f"X has {len(found)} rows and y {len(truth)}. Give one value of y for each row."
            raise DataError(message)
        if isinstance(self.adapted_, FewShotClassifier):
            return float(np.mean(found == truth))
        return float(np.sqrt(np.mean((found - truth) ** 2)))

    def evaluate_episodes(self, tasks: Any, n_episodes: int = 200, random_state: int | None = 1) -> FloatArray:
        """Adapt to the support of many episodes and score each on its query.

        Parameters
        ----------
        tasks : EpisodeSource, or iterable of Episode, of Task or of (X, y)
            As for `fit`.
        n_episodes : int, default=200
        random_state : int or None, default=1
            Seed of the episodes.

        Returns
        -------
        array of shape (n_episodes,)
            Accuracies, or root mean squared errors on the scale that the network predicts.
        """
        episodes = as_source(tasks).sample_episodes(n_episodes, np.random.default_rng(random_state))
        return episode_scores(self.predict_episodes(episodes), episodes)

    def predict_episodes(self, episodes: Episodes) -> FloatArray:
        """Adapt to the support of each episode and predict its query, many episodes at once.

        Parameters
        ----------
        episodes : Episodes

        Returns
        -------
        array of shape (n_episodes, n_query, n_classes), in regression (n_episodes, n_query)
            Probabilities, or numbers on the scale that the network predicts.
        """
        return self._learned(is_classification=bool(episodes.n_classes.any())).predicted(episodes)

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether it was trained across tasks."""
        return hasattr(self, "learned_")

    def _learned(self, *, is_classification: bool) -> LearnedNetwork:
        """Return what was learned, or before `fit`, what there is to start from."""
        self._check_kind(is_classification=is_classification)
        is_fitted = self.__sklearn_is_fitted__()
        module = self.module_ if is_fitted else copy.deepcopy(self._checked()).eval()
        network, rule = Network(module=module, n_classes=int(is_classification)), self._rule(trains=False)
        return LearnedNetwork(
            rule=rule,
            network=network,
            tensors=self.learned_ if is_fitted else rule.begin(network),
            encoding=self.encoding_ if is_fitted else Encoding(),
        )

    def _check_kind(self, *, is_classification: bool) -> None:
        if not is_classification and not self.takes_numbers:
            message = (
                f"{type(self).__name__} is for classes, and the targets are numbers. Use RidgeHead or MAML instead."
            )
            raise UsageError(message)

    def _checked(self) -> torch.nn.Module:
        """Check the parameters, and return the module."""
        for name, value in self.get_params(deep=False).items():
            if name == "n_adapt_steps" and value is None:
                continue
            is_whole = isinstance(value, Integral) and not isinstance(value, bool)
            if name in _WHOLE and not (is_whole and value >= _WHOLE[name]):
                message = f"{name}={value!r} is not usable. Give a whole number from {_WHOLE[name]} up."
                raise UsageError(message)
            if name in _POSITIVE and (isinstance(value, bool) or not isinstance(value, Real) or not float(value) > 0):
                message = f"{name}={value!r} is not usable. Give a number above 0."
                raise UsageError(message)
        return checked_module(self.model, type(self).__name__, needs_gradients=self.needs_gradients)


# The least that each parameter may be; 0 steps train as if there was one task, which is good for comparisons.
_WHOLE = {"n_iterations": 1, "tasks_per_step": 1, "n_steps": 0, "n_adapt_steps": 0, "n_rows": 1}
_POSITIVE = {"lr", "meta_lr", "penalty"}
