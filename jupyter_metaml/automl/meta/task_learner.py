"""What all learners across tasks share: learn from one task after another, keep what was learned, score.

::

    tasks -> search with LearnedStart -> Learned.after -> ... -> Learned
    X, y  -> search with LearnedStart -> adapted_ -> evaluate
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from numbers import Real
from typing import TYPE_CHECKING, Any, Self

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from jupyter_metaml.automl.meta.given_tasks import given_tasks
from jupyter_metaml.automl.meta.learned import Learned
from jupyter_metaml.automl.meta.scoring import score_on
from jupyter_metaml.automl.meta.step_rules import StepRule, whole_step
from jupyter_metaml.automl.meta.training_log import TrainingLog, moves_table
from jupyter_metaml.automl.meta.wrapped_model import checked_model
from jupyter_metaml.exceptions import DataError, MetricError, UsageError
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.centre import Centre
    from jupyter_metaml.automl.meta.given_tasks import GivenTask
    from jupyter_metaml.automl.meta.training_log import Moves
    from jupyter_metaml.automl.meta.wrapped_model import AutoML
    from jupyter_metaml.knowledge import KnowledgeBase

logger = logging.getLogger(__name__)


class TaskLearner(BaseEstimator, ABC):
    """Learns search distributions across tasks; the classes that people use say what it wraps.

    A table is seen once for each call that searches it.  What is kept of it are statistics of trials, never cells.
    """

    lr: float
    share: float

    @abstractmethod
    def _model(self) -> AutoML:
        """Return what is wrapped, after checking it."""

    def _rule(self) -> StepRule:
        return whole_step

    def fit(self, tasks: Any) -> Self:
        """Learn from tasks, one after another; fit again goes on where this ended.

        Each task is searched for `share` of the estimator's budget.  An interrupt ends the training and keeps what was
        learned; the task that it cut short teaches nothing.

        Parameters
        ----------
        tasks : iterable of Task or of (X, y)
            Taken one by one, so a generator is fine.  Tasks that the estimator cannot take, such as numbers for a
            classifier, are left out with a warning.

        Returns
        -------
        self

        Raises
        ------
        UsageError
            If an entry is neither a `Task` nor a pair, or there is none.
        DataError
            If no task is usable.
        """
        self._check()
        log = TrainingLog()
        try:
            for task in given_tasks(tasks):
                log.n_given += 1
                self._learn(task, log)
        except KeyboardInterrupt:
            if not log.moves:
                raise
            logger.warning("Interrupted: what %s taught is kept.", counted(len(log.moves), "task"))
        self.what_moved_ = moves_table(log.moves)
        self.skipped_ = tuple(log.left_out)
        log.conclude(stacklevel=3)
        return self

    def evaluate(self, X: Any, y: Any) -> float:
        """Score the adapted estimator on rows that it has not seen.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)

        Returns
        -------
        float
            The estimator's metric, in its own sign: errors and losses are positive.

        Raises
        ------
        UsageError
            If nothing was adapted yet.
        """
        if not hasattr(self, "adapted_"):
            message = f"{type(self).__name__} is not adapted to a task yet. Call adapt(X, y) first."
            raise UsageError(message)
        return score_on(self.adapted_, X, y)

    @property
    def n_tasks_seen_(self) -> int:
        """Number of different tables that taught something."""
        return self._known().n_tasks

    @property
    def meta_losses_(self) -> list[float]:
        """Meta-loss of each step: out-of-fold loss of the result, in units of the loss of a model without columns.

        Tasks differ in how much can be known, so compare means over several.
        """
        return list(self._known().losses)

    @property
    def centres_(self) -> Mapping[str, Centre]:
        """Where the search distribution of each family stands."""
        return self._known().centres

    @property
    def knowledge_(self) -> KnowledgeBase:
        """What was tried on the tasks."""
        return self._known().base()

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether something was learned."""
        return hasattr(self, "_learned") and bool(self._learned.seen)

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        """Return the constructor; once something was learned, one line that says how much."""
        if not self.__sklearn_is_fitted__():
            return str(super().__repr__(N_CHAR_MAX))
        base = self._learned.base()
        names = f"{type(self).__name__} of {type(self._model()).__name__}"
        text = f"<{names}: {counted(base.n_tasks, 'task')}, {counted(base.n_trials, 'trial')}"
        return f"{text}, meta-loss {self._learned.losses[-1]:.3g}>" if self._learned.losses else f"{text}>"

    def _known(self) -> Learned:
        check_is_fitted(self)
        return self._learned

    def _check(self) -> AutoML:
        """Check the parameters, and take over what the estimator has learned when it was fitted before."""
        model = checked_model(self._model(), type(self).__name__)
        for name, value in (("lr", self.lr), ("share", self.share)):
            if isinstance(value, bool) or not isinstance(value, Real) or not 0 < value <= 1:
                message = f"{name}={value!r} is not usable. Give a number above 0, at most 1."
                raise UsageError(message)
        if not hasattr(self, "_learned"):
            self._learned = Learned()
            if hasattr(model, "experience_"):
                # where it was fitted is where the centres start
                begun, _ = self._learned.after(model.experience_, model.history_, lr=1.0, rule=whole_step)
                self._learned = replace(begun, losses=())
        return model

    def _learn(self, task: GivenTask, log: TrainingLog) -> None:
        """Search a task to learn from it, or write down why it cannot be searched."""
        estimator = self._fresh(share=self.share, remember=False, refit=False, save_run=False)
        try:
            task.check_for(estimator)
            estimator.fit_with(self._learned.start(explores=True), task.X, task.y, **task.roles)
        except (DataError, MetricError) as error:
            log.leave_out(error)
            return
        if estimator.history_.stop_reason == "interrupt":
            raise KeyboardInterrupt  # the search has kept it to itself, to end with a result
        log.moves.append(self._step(estimator, family=task.family))

    def _step(self, estimator: AutoML, *, family: str = "") -> Moves:
        """Move the centres by what a fitted estimator has seen."""
        experience = estimator.experience_
        if family:
            experience = replace(experience, task=replace(experience.task, family=family))
        self._learned, moves = self._learned.after(experience, estimator.history_, lr=float(self.lr), rule=self._rule())
        return len(self._learned.losses), moves

    def _adapted(self, X: Any, y: Any, *, share: float) -> AutoML:
        """Search a new task from what was learned."""
        self.adapted_ = self._fresh(share=share).fit_with(self._learned.start(), X, y)
        return self.adapted_

    def _adapted_by_a_step(self, X: Any, y: Any) -> AutoML:
        """Search a task from what was learned, and learn from it unless it was interrupted."""
        self._check()
        estimator = self._adapted(X, y, share=self.share)
        is_whole = estimator.history_.stop_reason != "interrupt"
        self.what_moved_ = moves_table([self._step(estimator)] if is_whole else [])
        return estimator

    def _fresh(self, *, share: float, **changes: Any) -> AutoML:
        """Return an unfitted estimator with the parameters of the wrapped one; an executor among them is shared."""
        model = self._model()
        params = model.get_params(deep=False)
        return type(model)(**{**params, "time_budget_s": share * params["time_budget_s"], **changes})
