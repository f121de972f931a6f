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
    X_support : array of shape (n_support, *row)
        Rows to adapt on.
    y_support : array of shape (n_support,)
        Codes of classes from 0 (int64), or numbers (float64).
    X_query : array of shape (n_query, *row)
        Rows to be judged on.
    y_query : array of shape (n_query,)
    n_classes : int, default=0
        Number of classes; 0 in regression.

    Raises
    ------
    DataError
        If there is no support row, or the parts do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import Episode
    >>> y = np.array([0, 1, 1, 0])
    >>> X = np.arange(8.0).reshape(4, 2)
    >>> episode = Episode(X_support=X[:3], y_support=y[:3], X_query=X[3:], y_query=y[3:], n_classes=2)
    >>> len(episode.y_support)
    3
    """

    X_support: FloatArray
    y_support: AnyArray
    X_query: FloatArray
    y_query: AnyArray
    n_classes: int = 0

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        for name, X, y in (("support", self.X_support, self.y_support), ("query", self.X_query, self.y_query)):
            if len(X) != len(y):
                msg = f"The {name} has {len(X)} rows of X and {len(y)} of y. Give one value of y for each row."
                raise DataError(msg)
        if not len(self.y_support):
            msg = "The support of an episode is empty. Give at least one row to adapt on."
            raise DataError(msg)
        if self.X_support.shape[1:] != self.X_query.shape[1:]:
            msg = (
                f"Rows of the support have the shape {self.X_support.shape[1:]}, those of the query "
                f"{self.X_query.shape[1:]}. Give both the same columns."
            )
            raise DataError(msg)
        if self.n_classes and max(self.y_support.max(), self.y_query.max(initial=0)) >= self.n_classes:
            msg = f"An episode of {self.n_classes} classes has a code above {self.n_classes - 1}. Number them from 0."
            raise DataError(msg)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Episodes:
    """Episodes of one kind in stacked arrays; shorter ones are filled up with rows of weight 0.

    Attributes
    ----------
    X_support : array of shape (n_episodes, n_support, *row)
    y_support : array of shape (n_episodes, n_support)
        Codes (int64) or numbers (float64).
    weight_support : array of shape (n_episodes, n_support)
        1 for rows, 0 for filling.
    X_query, y_query, weight_query : arrays
        The same for the query.
    n_classes : int64 array of shape (n_episodes,)
        0 in regression.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import SineWaves
    >>> waves = SineWaves(n_support=10, n_query=5).sample_episodes(4, np.random.default_rng(0))
    >>> len(waves), waves.X_support.shape, waves[0].X_query.shape
    (4, (4, 10, 1), (5, 1))
    """

    X_support: FloatArray
    y_support: AnyArray
    weight_support: FloatArray
    X_query: FloatArray
    y_query: AnyArray
    weight_query: FloatArray
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
        shapes = {episode.X_support.shape[1:] for episode in episodes}
        if len(shapes) > 1 or len({bool(episode.n_classes) for episode in episodes}) > 1:
            msg = (
                f"Episodes of rows shaped {sorted(shapes)} cannot be stacked, nor classes with numbers. Make tables "
                "equally wide with Encoding(columns=TableColumns(...)), and give tasks of one kind."
            )
            raise DataError(msg)
        parts = {}
        for part in ("support", "query"):
            length = max(len(getattr(episode, f"y_{part}")) for episode in episodes)
            for name in ("X", "y"):
                parts[f"{name}_{part}"] = np.stack(
                    [_filled(getattr(episode, f"{name}_{part}"), length) for episode in episodes]
                )
            parts[f"weight_{part}"] = np.stack(
                [_filled(np.ones(len(getattr(episode, f"y_{part}"))), length) for episode in episodes]
            )
        return cls(n_classes=np.array([episode.n_classes for episode in episodes], dtype=np.int64), **parts)

    @classmethod
    def even(cls, *, support: tuple[FloatArray, AnyArray], query: tuple[FloatArray, AnyArray], n_classes: int) -> Self:
        """Take arrays of episodes that all have the same number of rows and classes."""
        return cls(
            X_support=support[0],
            y_support=support[1],
            weight_support=np.ones(support[1].shape),
            X_query=query[0],
            y_query=query[1],
            weight_query=np.ones(query[1].shape),
            n_classes=np.full(len(support[1]), n_classes, dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.n_classes)

    def __getitem__(self, number: int) -> Episode:
        """Take one episode out, without filling."""
        support, query = self.weight_support[number] > 0, self.weight_query[number] > 0
        return Episode(
            X_support=self.X_support[number][support],
            y_support=self.y_support[number][support],
            X_query=self.X_query[number][query],
            y_query=self.y_query[number][query],
            n_classes=int(self.n_classes[number]),
        )

    def __iter__(self) -> Iterator[Episode]:
        return (self[number] for number in range(len(self)))


def _filled(rows: AnyArray, length: int) -> AnyArray:
    """Append zeros until there are `length` rows."""
    return np.concatenate([rows, np.zeros((length - len(rows), *rows.shape[1:]), dtype=rows.dtype)])
