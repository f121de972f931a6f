"""What a running search looks like at one moment, folded from its events.

::

    Event, SearchState --after()--> SearchState --search_view--> what is shown
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from jupyter_metaml.automl.events import Event, TableProfiled, TaskChecked
from jupyter_metaml.automl.leaderboard import family_title
from jupyter_metaml.evaluation import Trial
from jupyter_metaml.notebook.views.charts import Curve
from jupyter_metaml.notebook.views.wording import spelled_origin
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.profiling import Profile
from jupyter_metaml.search import (
    IncumbentChanged,
    Recommendation,
    Recommended,
    SearchFinished,
    SearchStarted,
    TrialFinished,
    TrialStarted,
)
from jupyter_metaml.tasks import Task

Phase = Literal["queued", "checking", "profiling", "preparing", "searching", "finishing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCame:
    """A search that stood in line begins."""

    elapsed_s: float = 0.0


# What views are told: what a search tells its listeners, and what happens before it begins.
Moment = Event | TurnCame


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """A trial as the live view shows it.

    Parameters
    ----------
    number : int
        Number of the trial.
    title : str
        Name of the model.
    origin : str
        Who proposed it, in a word.
    suggestion : int or None
        Rank of the suggestion that it was; None for all others.
    status : str
        How it ended.
    score : float or None
        In the metric's own sign.
    spread : float or None
        Standard deviation over folds.
    standing : tuple
        What the order goes by, see `Trial.standing`.
    fit_s : float
        Seconds of fitting.
    """

    number: int
    title: str
    origin: str
    suggestion: int | None
    status: str
    score: float | None
    spread: float | None
    standing: tuple[bool, float, float, int]
    fit_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchState:
    """A running search.

    Parameters
    ----------
    phase : str
        What is going on.
    table, target : str
        Names as typed.
    budget_s, elapsed_s : float
        Time given and time used.
    task : Task or None
        Once it is checked.
    profile : Profile or None
        Once it is made.
    recommendations : tuple of Recommendation
        What is tried first.
    baseline : float or None
        Score of the baseline in the metric's own sign.
    best : float or None
        Score of the best result so far.
    trials : tuple of TrialLine
        In the order in which they ended.
    running : tuple of (int, int or None)
        Trials that are being fitted: their number, and the rank of the suggestion that they are.
    curve : tuple of (float, float)
        Seconds and score of each new best.
    shows_suggestions : bool
        Whether suggestions are part of what is shown.
    note : str
        What a person should know meanwhile.
    """

    phase: Phase = "checking"
    table: str
    target: str
    budget_s: float
    elapsed_s: float = 0.0
    task: Task | None = None
    profile: Profile | None = None
    recommendations: tuple[Recommendation, ...] = ()
    baseline: float | None = None
    best: float | None = None
    trials: tuple[TrialLine, ...] = ()
    running: tuple[tuple[int, int | None], ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    shows_suggestions: bool = True
    note: str = ""

    @property
    def metric(self) -> str:
        """Name of the metric, empty until the question is checked."""
        return "" if self.task is None else self.task.metric.display_name

    @property
    def kind(self) -> str:
        """Kind of task, empty until the question is checked."""
        return "" if self.task is None else self.task.kind

    @property
    def chapter(self) -> tuple[Phase, tuple[Recommendation, ...]]:
        """What views draw at once when it changes: the phase, and what is suggested."""
        return self.phase, self.recommendations

    @property
    def leaders(self) -> tuple[TrialLine, ...]:
        """Trials with a score, best first."""
        scored = [trial for trial in self.trials if trial.score is not None]
        return tuple(sorted(scored, key=lambda trial: trial.standing))

    def recommendation(self, configuration: Configuration) -> Recommendation | None:
        """Return the recommendation that a configuration was; None for all others."""
        return next((entry for entry in self.recommendations if entry.configuration == configuration), None)

    def count(self, *statuses: str) -> int:
        """Return how many trials ended in one of these ways."""
        return sum(trial.status in statuses for trial in self.trials)


def after(state: SearchState, event: Moment) -> SearchState:
    """Return the state after an event."""
    state = replace(state, elapsed_s=max(state.elapsed_s, event.elapsed_s))
    match event:
        case TurnCame():
            return replace(state, phase="checking")
        case TaskChecked():
            return replace(state, phase="profiling", task=event.task)
        case TableProfiled():
            return replace(state, phase="preparing", profile=event.profile)
        case SearchStarted():
            return _search_started(state, event)
        case Recommended():
            return replace(state, recommendations=event.recommendations)
        case TrialStarted():
            rank = _suggestion(state, event.configuration, event.origin)
            return replace(state, running=(*state.running, (event.number, rank)))
        case TrialFinished():
            line = _line(state, event.trial)
            running = tuple(entry for entry in state.running if entry[0] != line.number)
            return replace(state, trials=(*state.trials, line), running=running)
        case IncumbentChanged():
            return _incumbent_changed(state, event)
        case SearchFinished():
            return replace(state, phase="finishing", running=())
        case _:
            return state


def curve_of(state: SearchState) -> Curve:
    """Return the best score over time as a picture needs it."""
    return Curve(
        points=state.curve,
        end=state.budget_s,
        now=state.elapsed_s,
        baseline=state.baseline,
        unit="s",
        metric=state.metric,
    )


def _search_started(state: SearchState, event: SearchStarted) -> SearchState:
    return replace(
        state,
        phase="searching",
        budget_s=event.budget_s,
        recommendations=event.recommendations,
        baseline=_shown(state, event.baseline.score),
    )


def _incumbent_changed(state: SearchState, event: IncumbentChanged) -> SearchState:
    best = _shown(state, event.blend.score)
    if best is None:
        return state
    return replace(state, best=best, curve=(*state.curve, (event.elapsed_s, best)))


def _line(state: SearchState, trial: Trial) -> TrialLine:
    known = state.recommendation(trial.configuration)
    return TrialLine(
        number=trial.number,
        title=(known.title if known else "") or family_title(trial.configuration.family),
        origin=spelled_origin(trial.origin),
        suggestion=_suggestion(state, trial.configuration, trial.origin),
        status=str(trial.status),
        score=_shown(state, trial.score),
        spread=trial.spread,
        standing=trial.standing,
        fit_s=trial.fit_s,
    )


def _suggestion(state: SearchState, configuration: Configuration, origin: str) -> int | None:
    """Return the rank of the suggestion that a trial is; repeats on other folds are none."""
    known = state.recommendation(configuration) if origin == "recommended" else None
    return known.rank if known else None


def _shown(state: SearchState, score: float | None) -> float | None:
    if score is None or state.task is None or math.isnan(score):
        return None
    return float(state.task.metric.shown(score))
