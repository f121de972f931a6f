"""An AutoML estimator that learns across tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sklearn.utils.validation import check_is_fitted

from jupyter_metaml.automl.meta.task_learner import TaskLearner

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.wrapped_model import AutoML


class MetaLearner(TaskLearner):
    """Train an AutoML estimator across tasks, then let it start on new ones from what it has learned.

    Each task of the training is searched.  Its trials become knowledge, beside that which `meta` of the estimator
    lets it use; the centre of each family's search distribution moves towards the best values found.  A new task is
    searched from the centres of the families that did best.

    Parameters
    ----------
    estimator : AutoMLClassifier or AutoMLRegressor
        What searches.  When it is fitted already, the centres start at its best values.
    lr : float, default=0.3
        Share of the way that a centre goes towards the optimum of each task, above 0 and at most 1.
    share : float, default=0.25
        Share of the estimator's `time_budget_s` that each task of the training may take.

    Attributes
    ----------
    n_tasks_seen_ : int
        Different tables that taught something.
    meta_losses_ : list of float
        One per step: out-of-fold loss of the result, in units of the loss of a model that ignores all columns.
    what_moved_ : DataFrame
        Moves of the centres in the last call of `fit`, one row per step, family and parameter; `moved` is the share
        of the range.  A family of which only the centre was tried stays where it was, so it takes more trials
        per task than there are families.
    centres_ : mapping of str to Centre
        By family.
    knowledge_ : KnowledgeBase
        What was tried on the tasks: statistics, never cells or names.
    skipped_ : tuple of str
        Tasks that the last `fit` left out, each with the reason.
    adapted_ : AutoMLClassifier or AutoMLRegressor
        What the last `adapt` has fitted.

    See Also
    --------
    Reptile, MAML : Learn from each task that they are adapted to, too.

    Notes
    -----
    The step is that of Reptile, taken in the space of hyper-parameters: numbers between the ends of their range, on
    the scale of the search, choices as probabilities.

    References
    ----------
    Nichol, Achiam, Schulman (2018), On First-Order Meta-Learning Algorithms, arXiv 1803.02999.

    Examples
    --------
    >>> from jupyter_metaml import AutoMLClassifier, MetaLearner
    >>> from jupyter_metaml.generation import Linear, Sizes, sample_tasks
    >>> sizes = Sizes(min_rows=60, max_rows=80, max_columns=5)
    >>> tasks = list(sample_tasks(Linear(sizes=sizes, kinds=("binary",)), 2))
    >>> automl = AutoMLClassifier(max_trials=1, families=["linear"], executor="inline", random_state=0)
    >>> meta = MetaLearner(automl).fit(tasks[:1])
    >>> len(meta.meta_losses_)
    1
    >>> meta.adapt(tasks[1].X, tasks[1].y).predict(tasks[1].X).shape == tasks[1].y.shape
    True
    """

    def __init__(self, estimator: AutoML, *, lr: float = 0.3, share: float = 0.25) -> None:
        self.estimator = estimator
        self.lr = lr
        self.share = share

    def adapt(self, X: Any, y: Any) -> AutoML:
        """Search a new task within the estimator's budget, from what was learned; nothing is learned from it.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)

        Returns
        -------
        AutoMLClassifier or AutoMLRegressor
            Fitted.
        """
        check_is_fitted(self)
        self._check()
        return self._adapted(X, y, share=1.0)

    def _model(self) -> AutoML:
        return self.estimator
