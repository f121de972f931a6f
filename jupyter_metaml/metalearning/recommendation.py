"""One configuration worth trying, and why."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_metaml.pipelines import Configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A configuration with its place in the order and the reason for it.

    Parameters
    ----------
    rank : int
        Place in the order, from 1.
    configuration : Configuration
        What to fit.
    title : str
        Name of the model family as a person reads it.
    why : str
        One sentence.
    expected_s : float or None, default=None
        Seconds that the trial is expected to take; None where nothing is known.
    expected_score : float or None, default=None
        Score that is expected, in the metric of the query (larger is better); None where nothing is known.
    expected_low, expected_high : float or None, default=None
        Ends of the interval that holds the score on four of five tables.

    Examples
    --------
    >>> from jupyter_metaml.metalearning import Recommendation
    >>> from jupyter_metaml.pipelines import Configuration
    >>> choice = Recommendation(
    ...     rank=1, configuration=Configuration.of("linear", C=1.0), title="Linear model", why="Quick and hard to fool."
    ... )
    >>> choice.configuration.family
    'linear'
    """

    rank: int
    configuration: Configuration
    title: str
    why: str
    expected_s: float | None = None
    expected_score: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
