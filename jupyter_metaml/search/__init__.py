"""Decide which configuration is next, where it runs, when to stop and what is blended.

::

    Task, Profile -> recommend_start -> Proposer -> Runner -> Trials -> blend -> SearchResult
"""

from __future__ import annotations

from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.search.budget import Budget, StopSignal
from jupyter_metaml.search.cluster import connected
from jupyter_metaml.search.engine import SearchResult, run_search
from jupyter_metaml.search.events import (
    Event,
    IncumbentChanged,
    Listener,
    Recommended,
    SearchFinished,
    SearchStarted,
    Ticked,
    TrialFinished,
    TrialStarted,
)
from jupyter_metaml.search.history import Blend, History, HonestScore
from jupyter_metaml.search.lessons import Lessons
from jupyter_metaml.search.memory import recall
from jupyter_metaml.search.opening import recommend_start
from jupyter_metaml.search.runners import warm_up
from jupyter_metaml.search.runs import RunStore, RunSummary
from jupyter_metaml.search.settings import SearchSettings
from jupyter_metaml.search.workspace import load_model

__all__ = [
    "Blend",
    "Budget",
    "Event",
    "History",
    "HonestScore",
    "IncumbentChanged",
    "Lessons",
    "Listener",
    "Recommendation",
    "Recommended",
    "RunStore",
    "RunSummary",
    "SearchFinished",
    "SearchResult",
    "SearchSettings",
    "SearchStarted",
    "StopSignal",
    "Ticked",
    "TrialFinished",
    "TrialStarted",
    "connected",
    "load_model",
    "recall",
    "recommend_start",
    "run_search",
    "warm_up",
]
