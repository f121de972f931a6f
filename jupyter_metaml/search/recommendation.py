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
    """

    rank: int
    configuration: Configuration
    title: str
    why: str
    expected_s: float | None = None
