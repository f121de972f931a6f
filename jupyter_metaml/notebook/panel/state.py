"""What the panel knows of a search beyond what every view knows.

::

    Event, PanelState --follow()--> PanelState --payload--> traits
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_metaml.automl.leaderboard import family_title
from jupyter_metaml.evaluation import Trial
from jupyter_metaml.notebook.views.search_state import Moment, SearchState, after
from jupyter_metaml.notebook.views.wording import spelled_origin
from jupyter_metaml.search import IncumbentChanged, SearchFinished, TrialFinished, TrialStarted
from jupyter_metaml.tasks import Task
from jupyter_metaml.typing import ParamValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A trial that is being fitted, on one of the workers.

    Parameters
    ----------
    number : int
        Number of the trial.
    title : str
        Name of the model.
    origin : str
        Who proposed it, in a word.
    started_s : float
        When it started, on the clock of the run.
    expected_s : float or None
        Seconds that it is expected to take.
    """

    number: int
    title: str
    origin: str
    started_s: float
    expected_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What can be unfolded about a trial that has ended.

    Parameters
    ----------
    reason : str
        Why it gave no result; empty where there is nothing to say.
    settings : tuple of (str, value)
        Its configuration.
    predict_ms : float or None
        Milliseconds to predict 1,000 rows.
    predict_row_ms : float or None
        Milliseconds from one row of the table to its prediction.
    """

    reason: str
    settings: tuple[tuple[str, ParamValue], ...]
    predict_ms: float | None
    predict_row_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelState:
    """A running search, as the panel shows it.

    Parameters
    ----------
    search : SearchState
        What every view knows.
    workers : tuple of Worker or None
        One place per worker that was ever busy; None for one that waits.
    details : mapping of int to Details
        By number of the trial.
    blend : tuple of (int, float)
        Trials of the best blend so far and their weights, heaviest first; empty while it is the baseline.
    """

    search: SearchState
    workers: tuple[Worker | None, ...] = ()
    details: Mapping[int, Details] = field(default_factory=dict)
    blend: tuple[tuple[int, float], ...] = ()


def follow(state: PanelState, event: Moment) -> PanelState:
    """Return the state after an event."""
    search = after(state.search, event)
    state = replace(state, search=search)
    match event:
        case TrialStarted():
            return replace(state, workers=_placed(state.workers, _worker(search, event)))
        case TrialFinished():
            number = event.trial.number
            workers = tuple(None if worker and worker.number == number else worker for worker in state.workers)
            details = {**state.details, number: _details(event.trial, search.task)}
            return replace(state, workers=workers, details=details)
        case IncumbentChanged():
            pairs = zip(event.blend.members, event.blend.weights, strict=True)
            return replace(state, blend=tuple((number, weight) for number, weight in pairs if number))
        case SearchFinished():
            return replace(state, workers=())
        case _:
            return state


def _placed(workers: tuple[Worker | None, ...], worker: Worker) -> tuple[Worker | None, ...]:
    """Put a trial on the first worker that waits, so that the others keep their lines on the screen."""
    if None not in workers:
        return (*workers, worker)
    place = workers.index(None)
    return (*workers[:place], worker, *workers[place + 1 :])


def _worker(search: SearchState, event: TrialStarted) -> Worker:
    known = search.recommendation(event.configuration)
    is_suggestion = known is not None and event.origin == "recommended"
    origin = spelled_origin(event.origin)
    return Worker(
        number=event.number,
        title=known.title if known else family_title(event.configuration.family),
        origin=f"{origin} {known.rank}" if known and is_suggestion else origin,
        started_s=event.elapsed_s,
        expected_s=known.expected_s if known else None,
    )


def _details(trial: Trial, task: Task | None) -> Details:
    is_timed = trial.loss is not None and task is not None
    return Details(
        reason=trial.reason,
        settings=tuple(sorted({**trial.configuration.as_dict()["params"], **trial.found}.items())),
        predict_ms=1e6 * trial.predict_s / len(task.splits.test_rows) if is_timed and task is not None else None,
        predict_row_ms=None if trial.predict_row_s is None else 1e3 * trial.predict_row_s,
    )
