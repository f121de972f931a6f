"""What a suggestion is expected to reach, in the metric's own sign, and numbers that JSON can hold."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.notebook.views.wording import spelled_score
from jupyter_metaml.search import Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A score that is foreseen.

    Parameters
    ----------
    rank : int
        Rank of the suggestion.
    value : float
        The score, in the metric's own sign.
    low, high : float or None
        Ends of the interval that holds it on four of five tables, the smaller one first.
    """

    rank: int
    value: float
    low: float | None
    high: float | None

    @property
    def score(self) -> str:
        """The score alone."""
        return _spelled(self.value)

    @property
    def words(self) -> str:
        """The score with its interval."""
        if self.low is None or self.high is None or _spelled(self.low) == _spelled(self.high):
            return self.score
        return f"{self.score} ({_spelled(self.low)} to {_spelled(self.high)})"


def expectation_of(search: SearchState, entry: Recommendation) -> Expectation | None:
    """Return what a suggestion is expected to reach; None where nothing is known."""
    value = _shown(search, entry.expected_score)
    if value is None:
        return None
    known = [_shown(search, end) for end in (entry.expected_low, entry.expected_high)]
    # Of an error the smaller end is the better one.
    ends = sorted(end for end in known if end is not None)
    low, high = ends if len(ends) == 2 else (None, None)
    return Expectation(rank=entry.rank, value=value, low=low, high=high)


def first_expectation(search: SearchState) -> Expectation | None:
    """Return what is expected of the first suggestion for which something is."""
    if not search.shows_suggestions:
        return None
    known = (expectation_of(search, entry) for entry in search.recommendations)
    return next((entry for entry in known if entry is not None), None)


def finite(value: float | None) -> float | None:
    """Return a number with six figures; None for what JSON has no word for."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def _spelled(value: float) -> str:
    """Return a score in words; nobody can foresee a perfect one."""
    return ">0.999" if value == 1.0 else spelled_score(value)


def _shown(search: SearchState, score: float | None) -> float | None:
    if score is None or search.task is None:
        return None
    return finite(search.task.metric.shown(score))
