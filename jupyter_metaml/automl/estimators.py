"""The search as scikit-learn estimators."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from jupyter_metaml.automl.array_input import checked_table, checked_target, checked_weights, one_per_row
from jupyter_metaml.automl.flow import conduct
from jupyter_metaml.automl.predicting import predict_in_batches
from jupyter_metaml.automl.question import Question, n_workers, names_of, seed_of
from jupyter_metaml.automl.reading import Reading
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.search import SearchSettings
from jupyter_metaml.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from concurrent.futures import Executor

    from distributed import Client

    from jupyter_metaml.search import Lessons
    from jupyter_metaml.typing import AnyArray, Meta


class _AutoML(BaseEstimator):
    """What both estimators share; the two below are final."""

    _kind: ClassVar[str]

    def __init__(  # noqa: PLR0913 - hyper-parameters, as scikit-learn wants them
        self,
        *,
        time_budget_s: float = 60.0,
        metric: str | Callable[..., float] | None = None,
        n_jobs: int | None = None,
        random_state: int | None = None,
        max_trials: int | None = None,
        meta: Meta = "all",
        families: Sequence[str] | None = None,
        exclude: Sequence[str] = (),
        treatments: Mapping[Hashable, str] | None = None,
        n_folds: int | None = None,
        executor: str | Executor | Client = "isolated",
        refit: bool = False,
        storage: str | None = None,
        save_run: bool = False,
        remember: bool = False,
    ) -> None:
        self.time_budget_s = time_budget_s
        self.metric = metric
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.max_trials = max_trials
        self.meta = meta
        self.families = families
        self.exclude = exclude
        self.treatments = treatments
        self.n_folds = n_folds
        self.executor = executor
        self.refit = refit
        self.storage = storage
        self.save_run = save_run
        self.remember = remember

    def fit(self, X: Any, y: Any, *, sample_weight: Any = None, groups: Any = None, time: Any = None) -> Self:
        """Search for the best pipeline.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
            pandas, polars, pyarrow, numpy or sparse; missing values are fine.
        y : array-like of shape (n_samples,)
            Labels or numbers. Classes of fewer rows than there are folds are left out, with a warning that names them.
        sample_weight : array-like of shape (n_samples,) or None, default=None
            Row weights.
        groups : array-like of shape (n_samples,) or None, default=None
            Groups that stay on one side of every split.
        time : array-like of shape (n_samples,) or None, default=None
            Order in time: results are judged on later rows only.

        Returns
        -------
        self
        """
        return self.fit_with(None, X, y, sample_weight=sample_weight, groups=groups, time=time)

    def fit_with(
        self,
        lessons: Lessons | None,
        X: Any,
        y: Any,
        *,
        sample_weight: Any = None,
        groups: Any = None,
        time: Any = None,
    ) -> Self:
        """Search for the best pipeline, led by what somebody has learned across tasks.

        Parameters
        ----------
        lessons : Lessons or None
            What a meta-learner brings; None is what `fit` does.
        X, y, sample_weight, groups, time
            As for `fit`.

        Returns
        -------
        self
        """
        settings = self._settings()
        table = checked_table(X, type(self).__name__, min_rows=2)
        target = self._checked_target(y)
        check_consistent_length(table, target)
        question = Question(
            target=target,
            kind=self._kind,
            metric=self.metric,
            groups=one_per_row(groups),
            time=one_per_row(time),
            sample_weight=checked_weights(sample_weight),
            n_folds=self.n_folds,
            treatments=self.treatments,
            drop_rare=True,
        )
        run = conduct(table, question, settings, lessons=lessons)
        self._contract = run.record.contract
        self._set_features()
        self.random_state_ = settings.random_state
        self.best_pipeline_ = run.pipeline
        self.profile_ = run.profile
        self.history_ = run.history
        self.leaderboard_ = run.leaderboard
        self.honest_score_ = run.honest_score
        self.experience_ = run.experience
        self.report_ = run.report()
        if self.refit:
            self.refit_ = run.best_single
        if run.task.classes is not None and (rare := set(pd.Series(target).dropna()) - set(run.task.classes)):
            labels = listed(sorted(rare, key=str))
            message = f"Classes of too few rows to be both learnt and tested are left out: {labels}."
            warnings.warn(message, UserWarning, stacklevel=3)
        return self

    def predict(self, X: Any) -> AnyArray:
        """Predict new rows.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
            Columns as in training, in any order where they have names.

        Returns
        -------
        ndarray of shape (n_samples,)
            Original labels, or numbers.

        Raises
        ------
        DataError
            If a column is missing, or holds values of another type.
        """
        check_is_fitted(self)
        return predict_in_batches(self.best_pipeline_, self._read(X).frame, "predict")

    def check(self, X: Any) -> Reading:
        """Compare new data with the training data, without predicting.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
            New rows.

        Returns
        -------
        Reading
            Columns that are ignored, and levels that were never seen, with their counts.
        """
        check_is_fitted(self)
        owner = type(self).__name__
        return self._contract.read(checked_table(X, owner, min_rows=0), owner=owner)

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether `fit` has come to its end."""
        return hasattr(self, "best_pipeline_")

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn which input is fine: missing values, categories and texts, sparse matrices."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        tags.input_tags.sparse = True
        tags.target_tags.required = True
        return tags

    def _read(self, X: Any) -> Reading:
        reading = self.check(X)
        reading.warn(stacklevel=3)
        return reading

    def _settings(self) -> SearchSettings:
        return SearchSettings(
            time_budget_s=self.time_budget_s,
            max_trials=self.max_trials,
            n_jobs=n_workers(self.n_jobs),
            takes_all=self.n_jobs in {None, -1},
            random_state=seed_of(self.random_state),
            is_seeded=self.random_state is not None,
            meta=self.meta,
            remember=self.remember,
            families=None if self.families is None else names_of(self.families),
            exclude=names_of(self.exclude),
            executor=self.executor,
            storage=self.storage,
            save_run=self.save_run,
        )

    def _checked_target(self, y: Any) -> Any:
        return checked_target(y, type(self).__name__)

    def _set_features(self) -> None:
        labels = [column.label for column in self._contract.columns]
        self.n_features_in_ = len(labels)
        if self._contract.has_names and all(isinstance(label, str) for label in labels):
            self.feature_names_in_ = np.asarray(labels, dtype=object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_


class AutoMLClassifier(ClassifierMixin, _AutoML):
    """Find a good classification pipeline within a time budget.

    Parameters
    ----------
    time_budget_s : float, default=60
        Seconds that `fit` may take; `refit` comes on top.
    metric : str, callable or None, default=None
        Name of a scikit-learn scorer, or a scorer; None takes ROC AUC for two classes, else log loss.
    n_jobs : int or None, default=None
        Worker processes; None means all cores that this process may use.
    random_state : int or None, default=None
        Decides folds, proposals and models; None draws a seed, kept in `random_state_`.
    max_trials : int or None, default=None
        Trials; None leaves it to the clock. With it, and time enough, the same seed gives the same model.
    meta : {"all", "mine", "shipped", "off"}, default="all"
        Which knowledge of other tables decides what is tried first: what is shipped, your own past runs, both, or
        none. With a given `random_state`, your past is taken as it was when this process first looked.
    families : sequence of str or None, default=None
        Families of models to consider; None means all that suit the table.
    exclude : sequence of str, default=()
        Families to leave out.
    treatments : mapping or None, default=None
        Treatment by column, such as ``{"code": "category"}``, instead of the one that is chosen.
    n_folds : int or None, default=None
        Folds; None decides from rows and budget.
    executor : str, Client or Executor, default="isolated"
        Where trials run, as for `fit`. An estimator that is cloned or pickled takes a cluster by its address or as
        "dask": a client cannot be copied.
    refit : bool, default=False
        Whether to fit the best single configuration on all rows, too.
    storage : str or None, default=None
        Optuna storage URL for the trials.
    save_run : bool, default=False
        Whether the run is kept in the user's data directory.
    remember : bool, default=False
        Whether the trials join your past ones: meta-features, configurations, scores and seconds, never cells or
        names.

    Attributes
    ----------
    best_pipeline_ : Pipeline
        Fitted; predicts where this package is not installed, unless its network is a member of the blend.
    classes_ : ndarray of shape (n_classes,)
        Labels, as they were given.
    refit_ : Pipeline
        The best single configuration on all rows; only with `refit`.
    leaderboard_ : DataFrame
        All trials, best first.
    profile_ : Profile
        Columns, what was done with each, and warnings.
    history_ : History
        Every trial.
    honest_score_ : HonestScore
        What to expect on new rows, with an interval, beside the baseline.
    report_ : RunReport
        Everything that a view shows.
    experience_ : Experience
        What a meta-learner learns from the run: statistics, never cells or names.
    random_state_ : int
        The seed that was used.
    n_features_in_ : int
        Columns in training.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Their names; only where all are texts.

    See Also
    --------
    AutoMLRegressor : The same for numbers.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import AutoMLClassifier
    >>> X, y = load_iris(return_X_y=True)
    >>> model = AutoMLClassifier(max_trials=2, families=["linear"], executor="inline", random_state=0).fit(X, y)
    >>> model.predict(X[:3])
    array([0, 0, 0])
    >>> model.predict_proba(X[:3]).shape
    (3, 3)
    """

    _kind = "classification"

    @property
    def classes_(self) -> AnyArray:
        """Labels, as they were given."""
        check_is_fitted(self)
        return np.asarray(self.best_pipeline_.classes_)

    def predict_proba(self, X: Any) -> AnyArray:
        """Predict the probability of each class.

        Parameters
        ----------
        X : table of shape (n_samples, n_features)
            As for `predict`.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            In the order of `classes_`.
        """
        check_is_fitted(self)
        return predict_in_batches(self.best_pipeline_, self._read(X).frame, "predict_proba")

    def _checked_target(self, y: Any) -> Any:
        values = super()._checked_target(y)
        if values.dtype.kind == "f" and not np.isnan(values).any():
            try:
                check_classification_targets(values)
            except ValueError as error:
                raise DataError(str(error)) from error
        return values


class AutoMLRegressor(RegressorMixin, _AutoML):
    """Find a good regression pipeline within a time budget.

    Parameters
    ----------
    time_budget_s, n_jobs, random_state, max_trials, families, exclude, treatments, n_folds, executor, refit, storage
        As for `AutoMLClassifier`.
    metric : str, callable or None, default=None
        Name of a scikit-learn scorer, or a scorer; None takes the root mean squared error.
    save_run : bool, default=False
        As for `AutoMLClassifier`.

    Attributes
    ----------
    best_pipeline_, refit_, leaderboard_, profile_, history_, honest_score_, report_, experience_
        As for `AutoMLClassifier`.
    random_state_, n_features_in_, feature_names_in_
        As for `AutoMLClassifier`.

    See Also
    --------
    AutoMLClassifier : The same for labels.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from jupyter_metaml import AutoMLRegressor
    >>> X, y = load_diabetes(return_X_y=True)
    >>> model = AutoMLRegressor(max_trials=1, families=["linear"], executor="inline", random_state=0).fit(X, y)
    >>> model.score(X, y) > 0.4
    True
    """

    _kind = "regression"
