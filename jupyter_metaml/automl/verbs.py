"""The verbs: profile a table, recommend what to try, fit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.events import Listener
from jupyter_metaml.automl.flow import conduct
from jupyter_metaml.automl.question import (
    MAX_CLASSES,
    Question,
    folds_of_run,
    n_workers,
    names_of,
    seed_of,
    seed_of_run,
)
from jupyter_metaml.automl.surroundings import own_surroundings
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.profiling import profile_frame, profile_task
from jupyter_metaml.search import SearchSettings, StopSignal, recall, recommend_start
from jupyter_metaml.tasks.roles import as_labels
from jupyter_metaml.typing import Meta

if TYPE_CHECKING:
    from distributed import Client

    from jupyter_metaml.automl.run import Run
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search import Recommendation


def profile(  # noqa: PLR0913 - each parameter is an option that people look up by name
    data: Any,
    target: Any = None,
    *,
    kind: str | None = None,
    groups: Any = None,
    time: Any = None,
    ignore: Any = (),
    treatments: Mapping[Hashable, str] | None = None,
    allow_missing_target: bool = False,
    drop_rare: bool = False,
    max_classes: int = MAX_CLASSES,
    random_state: int | None = 0,
) -> Profile:
    """Look at a table: what its columns are, what would be done with them, and what looks wrong.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns)
        pandas, polars, pyarrow or numpy; it is not changed.
    target : Hashable, array-like or None, default=None
        Column to predict, or its values; with it, columns are looked at for what they say about the target.
    kind : {"classification", "binary", "multiclass", "regression"} or None, default=None
        Kind of task; None decides from the target.
    groups, time : Hashable, array-like or None, default=None
        Column, or values, of groups or of the order in time.
    ignore : Hashable or list of Hashable, default=()
        Columns to leave out.
    treatments : mapping or None, default=None
        Treatment by column, instead of the one that would be chosen.
    allow_missing_target : bool, default=False
        Whether a target that is missing in more than half of the rows is fine.
    drop_rare, max_classes
        As for `fit`.
    random_state : int or None, default=0
        Decides the sample that large tables are judged by.

    Returns
    -------
    Profile

    Raises
    ------
    DataError
        If the table or the target is not usable.
    UsageError
        If an option is not usable.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml import profile
    >>> prices = [f"{990 + n:,}" for n in range(30)]
    >>> df = pd.DataFrame({"price": prices, "shop": ["a", "b", "c"] * 10, "sold": [0, 1, 1] * 10})
    >>> found = profile(df, target="sold")
    >>> [(column.name, str(column.plan.treatment)) for column in found.columns]
    [('price', 'category'), ('shop', 'category')]
    >>> found.kind
    'binary'
    """
    seed = seed_of(random_state)
    with own_surroundings():
        if target is None:
            _refuse_without_target(kind=kind, groups=groups, time=time)
            left_out = dict.fromkeys(as_labels(ignore), "drop")
            return profile_frame(data, treatments={**left_out, **(treatments or {})}, random_state=seed)
        question = Question(
            target=target,
            kind=kind,
            groups=groups,
            time=time,
            ignore=ignore,
            treatments=treatments,
            allow_missing_target=allow_missing_target,
            drop_rare=drop_rare,
            max_classes=max_classes,
        )
        task = question.task(data, SearchSettings(random_state=seed))
        return profile_task(task, treatments=treatments, random_state=seed)


def recommend(  # noqa: PLR0913 - each parameter is an option that people look up by name
    data: Any,
    *,
    target: Any,
    time_budget_s: float = 60.0,
    kind: str | None = None,
    metric: str | Callable[..., float] | None = None,
    groups: Any = None,
    time: Any = None,
    sample_weight: Any = None,
    ignore: Any = (),
    treatments: Mapping[Hashable, str] | None = None,
    families: Sequence[str] | str | None = None,
    exclude: Sequence[str] | str = (),
    allow_missing_target: bool = False,
    drop_rare: bool = False,
    max_classes: int = MAX_CLASSES,
    n_jobs: int | None = None,
    random_state: int | None = 0,
    meta: Meta = "all",
) -> tuple[Recommendation, ...]:
    """Say what `fit` would try first on a table, and why, without running it.

    Parameters
    ----------
    data, target, time_budget_s, kind, metric, groups, time, sample_weight, ignore, treatments, families, exclude
        As for `fit`.
    allow_missing_target, drop_rare, max_classes, n_jobs, random_state, meta
        As for `fit`.

    Returns
    -------
    tuple of Recommendation
        Best first.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import recommend
    >>> df = load_iris(as_frame=True).frame
    >>> choices = recommend(df, target="target", families=["linear", "lightgbm"], meta="off")
    >>> choices[0].rank, choices[0].configuration.family
    (1, 'linear')
    """
    question = Question(
        target=target,
        kind=kind,
        metric=metric,
        groups=groups,
        time=time,
        sample_weight=sample_weight,
        ignore=ignore,
        treatments=treatments,
        allow_missing_target=allow_missing_target,
        drop_rare=drop_rare,
        max_classes=max_classes,
    )
    settings = _settings(
        time_budget_s=time_budget_s,
        n_jobs=n_jobs,
        random_state=random_state,
        meta=meta,
        families=families,
        exclude=exclude,
    )
    with own_surroundings():
        task = question.task(data, settings)
        knowledge = recall(settings, task.kind)
        found = profile_task(task, treatments=treatments, random_state=settings.random_state)
        return recommend_start(task, found, settings, knowledge=knowledge)


def fit(  # noqa: PLR0913 - each parameter is an option that people look up by name
    data: Any,
    *,
    target: Any,
    time_budget_s: float = 60.0,
    kind: str | None = None,
    metric: str | Callable[..., float] | None = None,
    groups: Any = None,
    time: Any = None,
    sample_weight: Any = None,
    ignore: Any = (),
    treatments: Mapping[Hashable, str] | None = None,
    test: Any = None,
    n_folds: int | None = None,
    max_trials: int | None = None,
    families: Sequence[str] | str | None = None,
    exclude: Sequence[str] | str = (),
    allow_missing_target: bool = False,
    drop_rare: bool = False,
    max_classes: int = MAX_CLASSES,
    n_jobs: int | None = None,
    random_state: int | None = None,
    meta: Meta = "all",
    remember: bool = True,
    executor: str | Executor | Client = "isolated",
    storage: str | None = None,
    runs_dir: str | Path | None = None,
    save_run: bool = True,
    resume: str | None = None,
    listeners: Sequence[Listener] = (),
    stop: StopSignal | None = None,
) -> Run:
    """Find a good pipeline for a table within a time budget.

    Profiles the table, tries recommended and then searched configurations, and blends the best. An interrupt ends
    the search, and the best result so far is returned.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns)
        pandas, polars, pyarrow or numpy; it is not changed.
    target : Hashable or array-like
        Column to predict, or its values.
    time_budget_s : float, default=60
        Seconds from the call to its return.
    kind : {"classification", "binary", "multiclass", "regression"} or None, default=None
        Kind of task; None decides from the target.
    metric : str, callable or None, default=None
        Name of a scikit-learn scorer, or a scorer; None takes ROC AUC, log loss or RMSE by kind.
    groups : Hashable, array-like or None, default=None
        Column, or values: rows of one group stay on one side of every split.
    time : Hashable, array-like or None, default=None
        Column, or values, of the order in time: results are judged on later rows only.
    sample_weight : Hashable, array-like or None, default=None
        Column, or values, of row weights.
    ignore : Hashable or list of Hashable, default=()
        Columns to leave out.
    treatments : mapping or None, default=None
        Treatment by column, such as ``{"code": "category"}``, instead of the one that is chosen.
    test : table or None, default=None
        Rows with the target that are only used to score the result.
    n_folds : int or None, default=None
        Folds; None decides from rows and budget.
    max_trials : int or None, default=None
        Trials; None leaves it to the clock. With it, and time enough, the same seed gives the same result.
    families, exclude : sequence of str, default=None and ()
        Families of models to consider, and to leave out.
    allow_missing_target : bool, default=False
        Whether a target that is missing in more than half of the rows is fine; those rows are left out.
    drop_rare : bool, default=False
        Whether to leave out classes that have fewer rows than there are folds.
    max_classes : int, default=1000
        The most classes; more look like an identifier.
    n_jobs : int or None, default=None
        Worker processes; None means all cores that this process may use, or all threads of a cluster.
    random_state : int or None, default=None
        Decides folds, proposals and models; None draws a seed, which the report names.
    meta : {"all", "mine", "shipped", "off"}, default="all"
        Which knowledge of other tables decides what is tried first: what is shipped, your own past runs, both, or
        none; fewer than 20 tables of a kind change nothing. With a given `random_state`, your past is taken as it was
        when this process first looked.
    remember : bool, default=True
        Whether the trials of this run join your past ones: meta-features, configurations, scores and seconds, never
        cells or names. With ``JUPYTER_METAML_REMEMBER=off`` in the environment no run does.
    executor : str, Client or Executor, default="isolated"
        Where trials run: "isolated" in own worker processes, "inline" in this process; on a Dask cluster, given by its
        client, by the address of its scheduler, or as "dask" for the client of this process; or on an executor as in
        ``concurrent.futures``, whose workers have to see the directory of the run.
    storage : str or None, default=None
        Optuna storage URL for the trials.
    runs_dir : path or None, default=None
        Where runs are kept; None means the user's data directory.
    save_run : bool, default=True
        Whether the run is kept there.
    resume : str or None, default=None
        Name of a stored run to go on with; data and settings have to be the same. Its seed and number of folds count
        where none is given.
    listeners : sequence of callable, default=()
        Called with each event, in this thread.
    stop : StopSignal or None, default=None
        Ends the search from another thread.

    Returns
    -------
    Run

    Raises
    ------
    DataError
        If the table or the target is not usable.
    UsageError
        If an option is not usable.
    SearchError
        If a cluster does not answer, has no workers, or they have other versions.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import fit
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=2, families=["linear"], executor="inline", random_state=0)
    >>> run.predict(df.head(3)).tolist()
    [0, 0, 0]
    >>> run.honest_score.beats_baseline
    True
    """
    question = Question(
        target=target,
        kind=kind,
        metric=metric,
        groups=groups,
        time=time,
        sample_weight=sample_weight,
        ignore=ignore,
        n_folds=folds_of_run(resume, runs_dir) if resume and n_folds is None else n_folds,
        treatments=treatments,
        allow_missing_target=allow_missing_target,
        drop_rare=drop_rare,
        max_classes=max_classes,
        test=test,
    )
    places = dict[str, Any](executor=executor, storage=storage, runs_dir=runs_dir, save_run=save_run, resume=resume)
    settings = _settings(
        time_budget_s=time_budget_s,
        max_trials=max_trials,
        n_jobs=n_jobs,
        random_state=random_state,
        meta=meta,
        remember=remember,
        families=families,
        exclude=exclude,
        **places,
    )
    return conduct(data, question, settings, listeners=listeners, stop=stop, resume=resume)


def _settings(
    *,
    n_jobs: int | None,
    random_state: int | None,
    families: Sequence[str] | str | None,
    exclude: Sequence[str] | str,
    runs_dir: str | Path | None = None,
    resume: str | None = None,
    **limits: Any,  # named as in `SearchSettings`
) -> SearchSettings:
    """Make settings of options; a run that goes on keeps its seed unless another one is given."""
    directory = None if runs_dir is None else Path(runs_dir).expanduser()
    return SearchSettings(
        n_jobs=n_workers(n_jobs),
        takes_all=n_jobs in {None, -1},
        random_state=seed_of_run(resume, directory) if resume and random_state is None else seed_of(random_state),
        is_seeded=random_state is not None,
        families=None if families is None else names_of(families),
        exclude=names_of(exclude),
        runs_dir=directory,
        **limits,
    )


def _refuse_without_target(**options: Any) -> None:
    given = [name for name, value in options.items() if value is not None]
    if given:
        message = f"{', '.join(given)} says something about a task, which needs a target. Give target, or leave it out."
        raise UsageError(message)
