"""When training in rounds has to stop: no gain any more, or no time any more."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

PATIENCE = 50
PATIENCE_SHARE = 0.3


@dataclass(slots=True, kw_only=True)
class RoundWatch:
    """Notes rounds of training and says when to stop.

    Rounds without gain are allowed up to `patience` plus 30 % of the best round so far, because late gains take longer
    to show.  Training also stops when two more rounds would end after the deadline; the first round is always done.

    Parameters
    ----------
    deadline : float or None, default=None
        Value of `time.monotonic`.
    patience : int, default=50
        Rounds.

    Attributes
    ----------
    rounds : int
        Done so far.
    best_round : int
        Rounds that had been done at the lowest loss, 0 when no loss was ever noted.
    cut : bool
        Whether the deadline was the reason to stop.

    References
    ----------
    Erickson et al. (2020), AutoGluon-Tabular, arXiv 2003.06505, and its later releases: patience that grows with the
    best round.  Ours starts lower, for runs of some hundred rounds.
    """

    deadline: float | None = None
    patience: int = PATIENCE
    rounds: int = 0
    best_round: int = 0
    best_loss: float = math.inf
    cut: bool = False
    _started: float = field(default_factory=time.monotonic)
    _first: tuple[int, float] | None = None

    def after(self, loss: float | None = None, *, n_rounds: int = 1) -> bool:
        """Note that rounds were done; return whether training has to stop.

        Parameters
        ----------
        loss : float or None, default=None
            On the validation rows after these rounds, smaller is better.
        n_rounds : int, default=1
            Rounds since the last call.
        """
        self.rounds += n_rounds
        if self._first is None:
            self._first = (self.rounds, time.monotonic())
        if loss is not None and loss < self.best_loss:
            self.best_loss, self.best_round = loss, self.rounds
        if self.best_round and self.rounds - self.best_round > self.patience + PATIENCE_SHARE * self.best_round:
            return True
        self.cut = self.fitting(2) < 2
        return self.cut

    def fitting(self, limit: int) -> int:
        """Return how many more rounds end before the deadline at the pace so far, at most `limit`."""
        if self.deadline is None:
            return limit
        left_s = self.deadline - time.monotonic()
        pace_s = self._pace_s()
        if left_s <= 0.0 or not pace_s:
            return 0 if left_s <= 0.0 else limit
        return min(limit, int(left_s / pace_s))

    def _pace_s(self) -> float:
        """Return the seconds per round, 0 while they are not known."""
        if self._first is None or self.rounds <= 1:
            return 0.0  # the first round alone is mostly the preparation of the data
        first_rounds, first_end = self._first
        if self.rounds > first_rounds:
            return (time.monotonic() - first_end) / (self.rounds - first_rounds)
        return (first_end - self._started) / first_rounds
