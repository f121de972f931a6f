"""One episode, and many of them stacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Episode:
    """A small task in two parts.

    Parameters
    ----------
    support_X : array of shape (n_support, *row)
        Rows to adapt on.
    support_y : array of shape (n_support,)
        Codes of classes from 0 (int64), or numbers (float64).
    query_X : array of shape (n_query, *row)
        Rows to be judged on.
    query_y : array of shape (n_query,)
    n_classes : int, default=0
        Number of classes; 0 in regression.

    Raises
    ------
    DataError
        If there is no support row, or the parts do not fit together.
    """

    support_X: FloatArray
    support_y: AnyArray
    query_X: FloatArray
    query_y: AnyArray
    n_classes: int = 0

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        for name, X, y in (("support", self.support_X, self.support_y), ("query", self.query_X, self.query_y)):
            if len(X) != len(y):
                msg = f"The {name} has {len(X)} rows of X and {len(y)} of y. Give one value of y for each row."
                raise DataError(msg)
        if not len(self.support_y):
            msg = "The support of an episode is empty. Give at least one row to adapt on."
            raise DataError(msg)
        if self.support_X.shape[1:] != self.query_X.shape[1:]:
            msg = (
                f"Rows of the support have the shape {self.support_X.shape[1:]}, those of the query "
                f"{self.query_X.shape[1:]}. Give both the same columns."
            )
            raise DataError(msg)
        if self.n_classes and max(self.support_y.max(), self.query_y.max(initial=0)) >= self.n_classes:
            msg = f"An episode of {self.n_classes} classes has a code above {self.n_classes - 1}. Number them from 0."
            raise DataError(msg)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Episodes:
    """Episodes of one kind in stacked arrays; shorter ones are filled up with rows of weight 0.

    Attributes
    ----------
    support_X : array of shape (n_episodes, n_support, *row)
    support_y : array of shape (n_episodes, n_support)
        Codes (int64) or numbers (float64).
    support_weight : array of shape (n_episodes, n_support)
        1 for rows, 0 for filling.
    query_X, query_y, query_weight : arrays
        The same for the query.
    n_classes : int64 array of shape (n_episodes,)
        0 in regression.
    """

    support_X: FloatArray
    support_y: AnyArray
    support_weight: FloatArray
    query_X: FloatArray
    query_y: AnyArray
    query_weight: FloatArray
    n_classes: IntArray

    @classmethod
    def stacked(cls, episodes: Sequence[Episode]) -> Episodes:
        """Stack single episodes.

        Raises
        ------
        DataError
            If there is none, rows differ in shape, or classes and numbers are mixed.
        """
        if not episodes:
            msg = "There are no episodes to stack. Give at least one."
            raise DataError(msg)
        shapes = {episode.support_X.shape[1:] for episode in episodes}
        if len(shapes) > 1 or len({bool(episode.n_classes) for episode in episodes}) > 1:
            msg = (
                f"Episodes of rows shaped {sorted(shapes)} cannot be stacked, nor classes with numbers. Make tables "
                "equally wide with Encoding(columns=TableColumns(...)), and give tasks of one kind."
            )
            raise DataError(msg)
        parts = {}
        for part in ("support", "query"):
            length = max(len(getattr(episode, f"{part}_y")) for episode in episodes)
            for name in ("X", "y"):
                parts[f"{part}_{name}"] = np.stack(
                    [_filled(getattr(episode, f"{part}_{name}"), length) for episode in episodes]
                )
            parts[f"{part}_weight"] = np.stack(
                [_filled(np.ones(len(getattr(episode, f"{part}_y"))), length) for episode in episodes]
            )
        return cls(n_classes=np.array([episode.n_classes for episode in episodes], dtype=np.int64), **parts)

    @classmethod
    def even(cls, *, support: tuple[FloatArray, AnyArray], query: tuple[FloatArray, AnyArray], n_classes: int) -> Self:
        """Take arrays of episodes that all have the same number of rows and classes."""
        return cls(
            support_X=support[0],
            support_y=support[1],
            support_weight=np.ones(support[1].shape),
            query_X=query[0],
            query_y=query[1],
            query_weight=np.ones(query[1].shape),
            n_classes=np.full(len(support[1]), n_classes, dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.n_classes)

    def __getitem__(self, number: int) -> Episode:
        """Take one episode out, without filling."""
        support, query = self.support_weight[number] > 0, self.query_weight[number] > 0
        return Episode(
            support_X=self.support_X[number][support],
            support_y=self.support_y[number][support],
            query_X=self.query_X[number][query],
            query_y=self.query_y[number][query],
            n_classes=int(self.n_classes[number]),
        )

    def __iter__(self) -> Iterator[Episode]:
        return (self[number] for number in range(len(self)))


def _filled(rows: AnyArray, length: int) -> AnyArray:
    """Append zeros until there are `length` rows."""
    return np.concatenate([rows, np.zeros((length - len(rows), *rows.shape[1:]), dtype=rows.dtype)])
