"""Tables from which episodes are drawn."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episode, Episodes
from jupyter_metaml.neural.episodes.sampling import AnyTable, Sampling, in_episode
from jupyter_metaml.neural.episodes.task_table import TaskTable, tables_of
from jupyter_metaml.wording import counted


class MetaDataset:
    """Draw episodes from tables: a table at random, then rows of it; an `EpisodeSource`.

    Parameters
    ----------
    tasks : iterable of Task or of (X, y)
        All with classes, or all with numbers: floats are numbers, all else are classes.  Those that no episode can be
        cut out of are left out, with a warning.
    sampling : NWayKShot or AnyTable or None, default=None
        How rows are drawn; None is ``AnyTable()``.
    encoding : Encoding or None, default=None
        How tables become numbers; None takes arrays of numbers as they are.

    Attributes
    ----------
    tables : list of TaskTable
        What is drawn from.
    is_classification : bool

    Raises
    ------
    UsageError
        If there is no task, an entry is none, or kinds are mixed.
    DataError
        If no task is usable.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import MetaDataset, NWayKShot
    >>> X, y = np.arange(24.0).reshape(12, 2), np.repeat(["a", "b", "c"], 4)
    >>> dataset = MetaDataset([(X, y)], NWayKShot(n_ways=2, n_shots=1, n_query=3))
    >>> dataset.sample_episodes(5, np.random.default_rng(0)).X_query.shape
    (5, 6, 2)
    """

    def __init__(
        self, tasks: Iterable[Any], sampling: Sampling | None = None, encoding: Encoding | None = None
    ) -> None:
        self.sampling: Sampling = AnyTable() if sampling is None else sampling
        self.encoding = Encoding() if encoding is None else encoding
        self.tables = self._usable(tables_of(tasks))
        self.is_classification = self.tables[0].n_classes > 0

    def __len__(self) -> int:
        return len(self.tables)

    def __repr__(self) -> str:
        return f"<MetaDataset of {counted(len(self), 'task')}, {self.sampling}>"

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw episodes.

        Parameters
        ----------
        n : int
            How many.
        rng : Generator

        Returns
        -------
        Episodes
        """
        return Episodes.stacked([self.sample(rng) for _ in range(n)])

    def sample(self, rng: np.random.Generator) -> Episode:
        """Draw one episode."""
        return self.episode_of(self.tables[int(rng.integers(len(self.tables)))], rng)

    def episode_of(self, table: TaskTable, rng: np.random.Generator) -> Episode:
        """Cut an episode out of one table.

        Raises
        ------
        DataError
            If the rows are no numbers, and `encoding` does not turn them into some.
        """
        drawn = self.sampling.draw(table, rng)
        X, y = {}, {}
        for part, rows in (("support", drawn.support), ("query", drawn.query)):
            X[part] = table.rows(rows)
            y[part] = in_episode(table.y[rows], drawn.classes) if table.n_classes else table.y[rows]
        fitted = self.encoding.fitted_on(X["support"], y["support"], is_classification=table.n_classes > 0)
        return Episode(
            X_support=fitted.rows(X["support"]),
            y_support=fitted.target(y["support"]),
            X_query=fitted.rows(X["query"]),
            y_query=fitted.target(y["query"]),
            n_classes=len(drawn.classes),
        )

    def _usable(self, tables: list[TaskTable]) -> list[TaskTable]:
        usable, reasons = [], []
        for table in tables:
            try:
                self.sampling.check(table)
            except DataError as error:
                reasons.append(str(error))
            else:
                usable.append(table)
        if not usable:
            msg = f"No episode can be cut out of {counted(len(tables), 'task')}. {reasons[0]}"
            raise DataError(msg)
        if reasons:
            text = f"{counted(len(reasons), 'task')} of {len(tables)} left out, the first because: {reasons[0]}"
            warnings.warn(text, stacklevel=3)
        return usable
