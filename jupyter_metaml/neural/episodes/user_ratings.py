"""Ratings of a fixed set of items by new users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episodes
from jupyter_metaml.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRatings:
    """Draw users who rate some of the same items with one to five stars, each user an episode; an `EpisodeSource`.

    Stars follow how good an item is, how generous a user is, how a few hidden tastes of both agree, and noise; they are
    rounded.  Popular items are rated more often.  A row is the number of an item.

    Parameters
    ----------
    n_items : int, default=150
    n_support : int or (int, int), default=(1, 12)
        Ratings to adapt to, or bounds between which their number is drawn for all users of a draw.
    n_query : int, default=20
        Ratings to be judged on.
    n_tastes : int, default=4
    noise : float, default=0.6
        Standard deviation of the noise in stars; tastes make a difference of 0.9, items of 0.5, users of 0.4.
    random_state : int, default=0
        Seed of the items.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import UserRatings
    >>> users = UserRatings(n_items=50, n_support=3).sample_episodes(2, np.random.default_rng(0))
    >>> users.X_support.shape, bool(users.y_support.min() >= 1 and users.y_support.max() <= 5)
    ((2, 3, 1), True)
    """

    is_classification: ClassVar[bool] = False
    encoding: ClassVar[Encoding] = Encoding()

    n_items: int = 150
    n_support: int | tuple[int, int] = (1, 12)
    n_query: int = 20
    n_tastes: int = 4
    noise: float = 0.6
    random_state: int = 0

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw `n` users, and for each a support and a query without an item in common."""
        low, high = (self.n_support, self.n_support) if isinstance(self.n_support, int) else self.n_support
        k = int(rng.integers(low, high + 1))
        quality, tastes, popularity = self._items()
        # The items with the largest keys are a draw without replacement by popularity (Efraimidis and Spirakis 2006).
        keys = np.log(rng.random((n, self.n_items))) / popularity
        items = np.argsort(-keys, axis=1)[:, : k + self.n_query]
        items = rng.permuted(items, axis=1)  # the most popular ones do not all come first
        own = rng.normal(size=(n, self.n_tastes))
        agreement = (own[:, None, :] * tastes[items]).sum(axis=2) / np.sqrt(self.n_tastes)
        stars = 3.4 + 0.5 * quality[items] + 0.4 * rng.normal(size=(n, 1)) + 0.9 * agreement
        stars = np.clip(np.rint(stars + self.noise * rng.normal(size=stars.shape)), 1.0, 5.0)
        X = items[:, :, None].astype(np.float64)
        return Episodes.even(support=(X[:, :k], stars[:, :k]), query=(X[:, k:], stars[:, k:]), n_classes=0)

    def _items(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        rng = np.random.default_rng(self.random_state)
        quality, tastes = rng.normal(size=self.n_items), rng.normal(size=(self.n_items, self.n_tastes))
        return quality, tastes, np.exp(0.8 * rng.normal(size=self.n_items))
