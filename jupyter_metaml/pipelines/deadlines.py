"""When training in rounds has to stop: no gain any more, or no time any more."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

PATIENCE = 30
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
    patience : int, default=30
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
        if loss is not None and loss < self.best_loss:
            self.best_loss, self.best_round = loss, self.rounds
        if self.best_round and self.rounds - self.best_round > self.patience + PATIENCE_SHARE * self.best_round:
            return True
        self.cut = self.is_late(rounds_ahead=2 * n_rounds)
        return self.cut

    def is_late(self, *, rounds_ahead: int = 0) -> bool:
        """Tell whether so many more rounds, at the pace so far, would end after the deadline."""
        if self.deadline is None:
            return False
        now = time.monotonic()
        pace = (now - self._started) / max(1, self.rounds)
        return now + rounds_ahead * pace > self.deadline
