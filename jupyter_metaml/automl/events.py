"""What the verbs tell their listeners before a search has anything to tell.

::

    TaskChecked -> TableProfiled -> (events of the search)*
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_metaml.profiling import Profile
from jupyter_metaml.search import Event as SearchEvent
from jupyter_metaml.tasks import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChecked:
    """The question fits the table; kind, metric and folds are decided."""

    elapsed_s: float
    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProfiled:
    """The columns are understood, and what is done with each is decided."""

    elapsed_s: float
    profile: Profile


Event = TaskChecked | TableProfiled | SearchEvent
Listener = Callable[[Event], None]
