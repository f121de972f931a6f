"""MAML and Reptile over search distributions: each task that they are adapted to moves where the next search starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.meta.step_rules import StepRule, confirmed_share
from jupyter_metaml.automl.meta.task_learner import TaskLearner
from jupyter_metaml.automl.meta.torch_modules import neural_learner
from jupyter_metaml.automl.meta.wrapped_model import checked_model

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.wrapped_model import AutoML


class Reptile(TaskLearner):
    """Move the centres of an AutoML estimator's search distributions towards the optimum of each task.

    A search distribution stands for the weights of a network: a search starts at its centre, and after the search the
    centre goes `lr` of the way to the best values that were found.  There are no gradients.

    Parameters
    ----------
    model : AutoMLClassifier or AutoMLRegressor
        What searches.  When it is fitted already, the centres start at its best values.  A torch module is handed over
        to `jupyter_metaml.neural.Reptile`, together with all other parameters, which are those described there.
    lr : float, default=0.3
        Share of the way, above 0 and at most 1.  With 0.001, as is usual for networks, hundreds of tasks are needed
        to get anywhere; what else is learned, which families do well, does not depend on it.
    share : float, default=0.25
        Share of the estimator's `time_budget_s` that each step may take.

    Attributes
    ----------
    adapted_ : AutoMLClassifier or AutoMLRegressor
        What the last `adapt` has fitted.
    what_moved_ : DataFrame
        Moves of the centres in the last call of `adapt` or `fit`; empty when no more was tried than the centres.
    n_tasks_seen_, meta_losses_, centres_, knowledge_, skipped_
        As for `MetaLearner`.

    See Also
    --------
    MAML : Goes only as far as held-out rows confirm.
    jupyter_metaml.neural.Reptile : Moves the weights of a torch module.
    MetaLearner : Trains on tasks, and learns nothing from those that it is adapted to.

    References
    ----------
    Nichol, Achiam, Schulman (2018), On First-Order Meta-Learning Algorithms, arXiv 1803.02999.  We take its outer step
    in the space of hyper-parameters; a search takes the place of the inner steps.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import AutoMLClassifier, Reptile
    >>> X, y = load_iris(return_X_y=True)
    >>> automl = AutoMLClassifier(max_trials=2, families=["linear"], executor="inline", random_state=0)
    >>> meta_model = Reptile(automl, lr=0.3)
    >>> model = meta_model.adapt(X, y)
    >>> model.predict(X[:3])
    array([0, 0, 0])
    >>> meta_model.n_tasks_seen_
    1
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make a `jupyter_metaml.neural.Reptile` of the same arguments when the model is a torch module."""
        return neural_learner("Reptile", args, kwargs) or super().__new__(cls)

    def __init__(self, model: AutoML, lr: float = 0.3, *, share: float = 0.25) -> None:
        self.model = checked_model(model, type(self).__name__)
        self.lr = lr
        self.share = share

    def adapt(self, X: Any, y: Any) -> AutoML:
        """Search a task from where the centres stand, then move them towards the best values.

        It takes at most `share` of the estimator's budget.  On a table that was seen before, the best of what was
        tried on it comes first, so that another round goes on instead of starting again.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)

        Returns
        -------
        AutoMLClassifier or AutoMLRegressor
            Fitted; also in `adapted_`.  What moved is in `what_moved_`: nothing when the search was interrupted.
        """
        return self._adapted_by_a_step(X, y)

    def _model(self) -> AutoML:
        return self.model


class MAML(TaskLearner):
    """Move the centres of an AutoML estimator's search distributions as far as held-out rows confirm.

    As `Reptile`, but each step asks what MAML asks: how good is the task's adapted model on rows that it was not
    adapted on?  Each fold in turn is the query.  The optimum is chosen by the other folds, the support, and its gain on
    the query over where the search started decides how much of the step `lr` is taken: all of it when the queries show
    the whole gain, none when they show none, or one that may be noise.  There are no gradients: the query decides how
    far, not in which direction.
    With a single fold, as on large tables, there is no query, and the centres stay; use `Reptile` there.

    Parameters
    ----------
    model : AutoMLClassifier or AutoMLRegressor
        What searches.  When it is fitted already, the centres start at its best values.  A torch module is handed over
        to `jupyter_metaml.neural.MAML`, together with all other parameters, which are those described there.
    lr : float, default=0.3
        Share of the way, above 0 and at most 1.  With 0.001, as is usual for networks, hundreds of tasks are needed
        to get anywhere; what else is learned, which families do well, does not depend on it.
    share : float, default=0.25
        Share of the estimator's `time_budget_s` that each step may take.

    Attributes
    ----------
    adapted_ : AutoMLClassifier or AutoMLRegressor
        What the last `adapt` has fitted.
    what_moved_ : DataFrame
        Moves of the centres in the last call of `adapt` or `fit`; empty when no more was tried than the centres.
    n_tasks_seen_, meta_losses_, centres_, knowledge_, skipped_
        As for `MetaLearner`.

    See Also
    --------
    Reptile : Goes all of the step, whatever held-out rows say.
    jupyter_metaml.neural.MAML : Adapts a torch module by gradients.

    References
    ----------
    Finn, Abbeel, Levine (2017), Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, ICML.  What we keep
    is the judgement by query rows; what we do not have is its gradient through the adaptation.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import MAML, AutoMLClassifier
    >>> X, y = load_iris(return_X_y=True)
    >>> automl = AutoMLClassifier(max_trials=2, families=["linear"], executor="inline", random_state=0)
    >>> meta_model = MAML(automl, lr=1e-3)
    >>> model = meta_model.adapt(X, y)
    >>> model.predict(X[:3])
    array([0, 0, 0])
    >>> meta_model.n_tasks_seen_
    1
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make a `jupyter_metaml.neural.MAML` of the same arguments when the model is a torch module."""
        return neural_learner("MAML", args, kwargs) or super().__new__(cls)

    def __init__(self, model: AutoML, lr: float = 0.3, *, share: float = 0.25) -> None:
        self.model = checked_model(model, type(self).__name__)
        self.lr = lr
        self.share = share

    def adapt(self, X: Any, y: Any) -> AutoML:
        """Search a task from where the centres stand, then move them as far as held-out rows confirm.

        It takes at most `share` of the estimator's budget.  On a table that was seen before, the best of what was
        tried on it comes first, so that another round goes on instead of starting again.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)

        Returns
        -------
        AutoMLClassifier or AutoMLRegressor
            Fitted; also in `adapted_`.  What moved is in `what_moved_`: nothing when the search was interrupted.
        """
        return self._adapted_by_a_step(X, y)

    def _model(self) -> AutoML:
        return self.model

    def _rule(self) -> StepRule:
        return confirmed_share
