"""What is asked of a table, and who is to answer: cores and seed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from joblib import cpu_count

from jupyter_metaml.exceptions import StorageError, UsageError
from jupyter_metaml.pipelines import family
from jupyter_metaml.search import RunStore
from jupyter_metaml.search.runs import read_json
from jupyter_metaml.tasks import make_task
from jupyter_metaml.tasks.roles import as_labels
from jupyter_metaml.wording import quoted

if TYPE_CHECKING:
    from jupyter_metaml.search import SearchSettings
    from jupyter_metaml.tasks import Task

MAX_SEED = 2**32 - 1
MAX_CLASSES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to predict, and how answers are judged.

    Parameters
    ----------
    target : Hashable or array-like
        Column to predict, or its values.
    kind : str or None, default=None
        "binary", "multiclass", "classification" or "regression"; None decides from the target.
    metric : str, callable or None, default=None
        Name of a scikit-learn scorer, or a scorer; None takes the usual one of the kind.
    groups, time, sample_weight : Hashable, array-like or None, default=None
        Column, or values: groups that stay on one side of each split, order in time, row weights.
    ignore : Hashable or list of Hashable, default=()
        Columns to leave out.
    n_folds : int or None, default=None
        Folds; None decides from rows and budget.
    treatments : mapping or None, default=None
        Treatment by column, such as ``{"code": "category"}``, instead of the one chosen by the profile.
    allow_missing_target : bool, default=False
        Whether a target that is missing in more than half of the rows is fine; those rows are left out.
    drop_rare : bool, default=False
        Whether to leave out classes that have fewer rows than there are folds.
    max_classes : int, default=1000
        The most classes.
    test : table or None, default=None
        Rows with the target that are only used to score the result; checked before the search.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.automl import Question
    >>> from jupyter_metaml.search import SearchSettings
    >>> question = Question(target="target", metric="accuracy", n_folds=3)
    >>> task = question.task(load_iris(as_frame=True).frame, SearchSettings())
    >>> task.kind, task.metric.name, len(task.splits.folds)
    ('multiclass', 'accuracy', 3)
    """

    target: Any
    kind: str | None = None
    metric: str | Callable[..., float] | None = None
    groups: Any = None
    time: Any = None
    sample_weight: Any = None
    ignore: Any = ()
    n_folds: int | None = None
    treatments: Mapping[Hashable, str] | None = None
    allow_missing_target: bool = False
    drop_rare: bool = False
    max_classes: int = MAX_CLASSES
    test: Any = None

    def task(self, data: Any, settings: SearchSettings) -> Task:
        """Check the question against a table.

        Parameters
        ----------
        data : table
            pandas, polars, pyarrow or numpy.
        settings : SearchSettings
            Budget, workers and seed, from which the folds are decided.
        """
        return make_task(
            data,
            self.target,
            kind=self.kind,
            metric=self.metric,
            groups=self.groups,
            time=self.time,
            sample_weight=self.sample_weight,
            ignore=self.ignore,
            n_folds=self.n_folds,
            allow_missing_target=self.allow_missing_target,
            drop_rare=self.drop_rare,
            max_classes=self.max_classes,
            time_budget_s=settings.time_budget_s,
            n_jobs=settings.n_jobs,
            random_state=settings.random_state,
        )

    @property
    def companions(self) -> tuple[Hashable, ...]:
        """Columns of the training frame that are no features, as far as they were named."""
        named = [value for value in (self.target, self.groups, self.time, self.sample_weight) if is_label(value)]
        return (*named, *as_labels(self.ignore))


def is_label(value: object) -> bool:
    """Say whether a value names a column, and is not the values of one."""
    return value is not None and (isinstance(value, str | bytes | tuple) or not isinstance(value, Iterable))


def n_workers(n_jobs: int | None) -> int:
    """Return the number of workers; None and -1 mean all cores that this process may use.

    Limits of containers and the affinity of the process count, as joblib reads them.

    Raises
    ------
    UsageError
        If it is 0 or no whole number.
    """
    if n_jobs is None:
        return int(cpu_count())
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, Integral) or n_jobs == 0:
        message = f"n_jobs={n_jobs!r} is not usable. Give a number of workers, or None for all cores."
        raise UsageError(message)
    return int(n_jobs) if n_jobs > 0 else max(1, int(cpu_count()) + 1 + int(n_jobs))


def seed_of(random_state: object) -> int:
    """Return a seed that can be written down; None draws one, without touching NumPy's global state.

    Raises
    ------
    UsageError
        If it is neither None, a whole number from 0 to 2**32 - 1, nor a NumPy generator.
    """
    if random_state is None:
        return secrets.randbelow(2**31)
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31 - 1))
    is_whole = isinstance(random_state, Integral) and not isinstance(random_state, bool)
    if not is_whole or not 0 <= int(random_state) <= MAX_SEED:  # type: ignore[call-overload]
        message = f"random_state={random_state!r} is not usable. Give a whole number from 0 to {MAX_SEED}, or None."
        raise UsageError(message)
    return int(random_state)  # type: ignore[call-overload, no-any-return]


def seed_of_run(run_id: str, runs_dir: Path | None) -> int:
    """Return the seed of a stored run, which going on needs.

    Raises
    ------
    StorageError
        If there is no such run, or its record names no seed.
    """
    return _recorded(run_id, runs_dir, "random_state", "seed")


def folds_of_run(run_id: str, runs_dir: str | Path | None) -> int:
    """Return the number of folds of a stored run, which going on with another budget needs.

    Raises
    ------
    StorageError
        If there is no such run, or its record names none.
    """
    directory = None if runs_dir is None else Path(runs_dir).expanduser()
    return _recorded(run_id, directory, "n_folds", "number of folds")


def _recorded(run_id: str, runs_dir: Path | None, option: str, noun: str) -> int:
    run = RunStore(runs_dir).find(run_id)
    try:
        return int(read_json(run.path / "run.json")[option])
    except (OSError, KeyError, TypeError, ValueError) as error:
        message = f"Run {run.run_id!r} cannot go on: its record names no {noun}. Give {option}, or start a new run."
        raise StorageError(message) from error


def names_of(given: Iterable[str] | str) -> tuple[str, ...]:
    """Return names of families as a tuple; a single text is one name, not its letters.

    Raises
    ------
    UsageError
        If it holds anything but names.
    ConfigurationError
        If there is no family of a name.
    """
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (None,)
    if not all(isinstance(name, str) for name in names):
        message = f"{quoted(given)} is no list of families of models. Give their names, such as ['linear', 'lightgbm']."
        raise UsageError(message)
    return tuple(family(name).name for name in names)
