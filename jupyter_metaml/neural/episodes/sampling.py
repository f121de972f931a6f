"""Which rows of a table become the support and the query of an episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural.episodes.task_table import TaskTable
from jupyter_metaml.typing import AnyArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRows:
    """Rows of one episode.

    Attributes
    ----------
    support, query : int64 arrays
        Positions in the table, without a row in common, in random order.
    classes : int64 array of shape (n_classes,)
        Codes in the table by code in the episode; empty in regression.
    """

    support: IntArray
    query: IntArray
    classes: IntArray


class Sampling(Protocol):
    """A way to cut an episode out of a table."""

    def check(self, table: TaskTable) -> None:
        """Raise `DataError` when no episode can be cut out of this table."""
        ...

    def draw(self, table: TaskTable, rng: np.random.Generator) -> DrawnRows:
        """Draw the rows of an episode from a table that has passed `check`."""
        ...


@dataclass(frozen=True, slots=True)
class NWayKShot:
    """Draw N classes of a table, K rows of each to adapt on, and further rows of each as queries.

    Parameters
    ----------
    n_ways : int, default=5
        Classes; from 2 up.
    n_shots : int, default=1
        Rows of each class in the support.
    n_query : int, default=15
        Rows of each class in the query, fewer where there are fewer.

    Raises
    ------
    UsageError
        If a number is too small.

    References
    ----------
    Vinyals et al. (2016), Matching Networks for One Shot Learning, NeurIPS.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_digits
    >>> from jupyter_metaml.neural import MetaDataset, NWayKShot
    >>> tasks = MetaDataset([load_digits(return_X_y=True)], NWayKShot(n_ways=3, n_shots=2, n_query=5))
    >>> episode = tasks.sample_episodes(1, np.random.default_rng(0))[0]
    >>> len(episode.y_support), len(episode.y_query), episode.n_classes
    (6, 15, 3)
    """

    n_ways: int = 5
    n_shots: int = 1
    n_query: int = 15

    def __post_init__(self) -> None:
        """Refuse numbers of which no episode can be made."""
        _check_least(n_ways=(self.n_ways, 2), n_shots=(self.n_shots, 1), n_query=(self.n_query, 1))

    def check(self, table: TaskTable) -> None:
        """Raise `DataError` when the table has too few classes with enough rows."""
        if not table.n_classes:
            msg = "N-way episodes need classes, and the target is numbers. Sample with AnyTable(...) instead."
            raise DataError(msg)
        n_usable = len(self._usable(table))
        if n_usable < self.n_ways:
            msg = (
                f"{n_usable} of {table.n_classes} classes have the {self.n_shots + 1} rows that {self.n_shots}-shot "
                f"episodes take at least, fewer than n_ways={self.n_ways}. Ask for fewer ways or shots."
            )
            raise DataError(msg)

    def draw(self, table: TaskTable, rng: np.random.Generator) -> DrawnRows:
        """Draw classes, then rows of each."""
        classes = rng.choice(self._usable(table), size=self.n_ways, replace=False)
        drawn = [rng.permutation(table.rows_by_class[code])[: self.n_shots + self.n_query] for code in classes]
        return DrawnRows(
            support=rng.permutation(np.concatenate([rows[: self.n_shots] for rows in drawn])),
            query=rng.permutation(np.concatenate([rows[self.n_shots :] for rows in drawn])),
            classes=classes,
        )

    def _usable(self, table: TaskTable) -> IntArray:
        return np.flatnonzero([len(rows) > self.n_shots for rows in table.rows_by_class])


@dataclass(frozen=True, slots=True)
class AnyTable:
    """Draw rows of any table: all its classes or numbers, as many rows to adapt on as are asked for.

    Each class has at least one row in the support.  Codes of classes are shuffled, since their order means nothing.

    Parameters
    ----------
    n_support : int or (int, int), default=(10, 50)
        Rows to adapt on, or bounds between which their number is drawn; at most all rows but one.
    n_query : int, default=50
        Rows to be judged on; fewer where there are fewer.
    max_classes : int, default=10
        Tables with more classes are refused.

    Raises
    ------
    UsageError
        If a number is too small, or the lower bound above the upper one.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.neural import AnyTable, MetaDataset
    >>> tasks = MetaDataset([load_wine(return_X_y=True)], AnyTable(n_support=20, n_query=30))
    >>> episode = tasks.sample_episodes(1, np.random.default_rng(0))[0]
    >>> len(episode.y_support), len(episode.y_query), episode.n_classes
    (20, 30, 3)
    """

    n_support: int | tuple[int, int] = (10, 50)
    n_query: int = 50
    max_classes: int = 10

    def __post_init__(self) -> None:
        """Refuse numbers of which no episode can be made."""
        low, high = self._bounds()
        _check_least(n_support=(low, 1), n_query=(self.n_query, 1), max_classes=(self.max_classes, 2))
        if low > high:
            msg = f"n_support={self.n_support} has its lower bound above its upper one. Give the smaller number first."
            raise UsageError(msg)

    def check(self, table: TaskTable) -> None:
        """Raise `DataError` when the table has too many classes or too few rows."""
        if table.n_classes > self.max_classes:
            msg = f"{table.n_classes} classes are more than max_classes={self.max_classes}. Allow more, or merge some."
            raise DataError(msg)
        least = max(table.n_classes, 1) + 1
        if table.n_rows < least:
            msg = f"{table.n_rows} rows are too few for an episode of this table. Give at least {least}."
            raise DataError(msg)

    def draw(self, table: TaskTable, rng: np.random.Generator) -> DrawnRows:
        """Draw one row of each class, then any others."""
        low, high = self._bounds()
        n_support = min(max(int(rng.integers(low, high + 1)), table.n_classes), table.n_rows - 1)
        order = rng.permutation(table.n_rows)
        if table.n_classes:
            places = np.argsort(order)  # of each row in the order
            first = np.array([rows[np.argmin(places[rows])] for rows in table.rows_by_class])
            order = np.concatenate([first, order[~np.isin(order, first)]])
        return DrawnRows(
            support=rng.permutation(order[:n_support]),
            query=order[n_support : n_support + self.n_query],
            classes=rng.permutation(table.n_classes),
        )

    def _bounds(self) -> tuple[int, int]:
        return (self.n_support, self.n_support) if isinstance(self.n_support, int) else self.n_support


def in_episode(codes: AnyArray, classes: IntArray) -> IntArray:
    """Turn codes of the table into codes of the episode."""
    places = np.zeros(int(classes.max()) + 1, dtype=np.int64)
    places[classes] = np.arange(len(classes))
    return np.asarray(places[codes])


def _check_least(**given: tuple[int, int]) -> None:
    for name, (value, least) in given.items():
        if value < least:
            msg = f"{name}={value} is too small. Give a whole number from {least} up."
            raise UsageError(msg)
