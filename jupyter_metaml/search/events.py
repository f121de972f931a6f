"""What a search tells its listeners while it runs.

Listeners are plain callables; they are called in the thread that runs the search, in this order::

    SearchStarted -> (Recommended | TrialStarted | TrialFinished | IncumbentChanged | Ticked)* -> SearchFinished
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from jupyter_metaml.evaluation import Trial
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.history import Blend, History


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchStarted:
    """Trials are about to start; the baseline is measured.

    `recommendations` has what runs first whatever is known of such tables, if anything does.
    """

    elapsed_s: float
    run_id: str
    budget_s: float
    baseline: Trial
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """All that is tried first is chosen, best first; told once."""

    elapsed_s: float
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStarted:
    """A configuration was handed to a worker."""

    elapsed_s: float
    number: int
    configuration: Configuration
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFinished:
    """A trial came back, whatever its status."""

    elapsed_s: float
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class IncumbentChanged:
    """The best result so far is another one now."""

    elapsed_s: float
    blend: Blend


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """Nothing new; time passes (about four times per second)."""

    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFinished:
    """The search is over and the history complete."""

    elapsed_s: float
    history: History


Event = SearchStarted | Recommended | TrialStarted | TrialFinished | IncumbentChanged | Ticked | SearchFinished
Listener = Callable[[Event], None]
Told = TypeVar("Told")


def tell(listeners: Iterable[Callable[[Told], None]], event: Told) -> None:
    """Call every listener with an event, in their order."""
    for listener in listeners:
        listener(event)
