"""What a run owes to other tables, and what it leaves behind for the next one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_metaml.exceptions import MissingPackageError, StorageError
from jupyter_metaml.knowledge import Store, TaskRecord, TrialRecord, remember
from jupyter_metaml.pipelines import TableShape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search import History, SearchResult
    from jupyter_metaml.tasks import Task

logger = logging.getLogger(__name__)
# Most people look at the first few trials; fewer that both orders share say nothing.
FIRST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What a run can teach: statistics, never cells, never names of columns.

    Parameters
    ----------
    task : TaskRecord
        The table and the question.
    trials : tuple of TrialRecord
        What was tried; repeats on other folds are left out.
    shape : TableShape
        What the spaces of the search depended on.
    """

    task: TaskRecord
    trials: tuple[TrialRecord, ...]
    shape: TableShape


def experience_of(task: Task, profile: Profile, result: SearchResult) -> Experience:
    """Choose what a run can teach.

    Parameters
    ----------
    task : Task
    profile : Profile
        Of the task.
    result : SearchResult
    """
    record, trials = _remembered(task, profile, result.history)
    return Experience(task=record, trials=trials, shape=result.shape)


def keep_experience(task: Task, profile: Profile, history: History) -> None:
    """Add the trials of a run to the user's own past; when that fails, say so and go on.

    Parameters
    ----------
    task : Task
    profile : Profile
        Of the task.
    history : History
        Its own trials; repeats on other folds are left out.
    """
    record, trials = _remembered(task, profile, history)
    try:
        with Store.open() as store:
            store.add(record, trials)
    except (StorageError, MissingPackageError) as error:
        logger.warning("This run does not join your past ones: %s", error)


def _remembered(task: Task, profile: Profile, history: History) -> tuple[TaskRecord, tuple[TrialRecord, ...]]:
    firsts = [trial for trial in history.trials[1:] if trial.origin != "repeated"]
    asked = {trial.configuration: history.asked[trial.number] for trial in firsts if trial.number in history.asked}
    return remember(task, profile, firsts, asked=asked)


def what_knowledge_gave(history: History, task: Task) -> str:
    """Compare the first recommended trials with the first ones that a cold start would have run.

    Only trials that were run are compared, so it costs nothing: the best of the first three in the order that
    knowledge gave, and the best of the first three that the fixed order would have picked among all of them.

    Parameters
    ----------
    history : History
    task : Task
        Knows how scores are shown.

    Returns
    -------
    str
        One sentence; empty when no knowledge was used, or too few trials are shared.
    """
    by_asked = {history.asked[trial.number]: trial for trial in history.finished if trial.number in history.asked}
    cold = [by_asked[configuration] for configuration in history.cold_start if configuration in by_asked][:FIRST]
    learned = list(by_asked.values())[:FIRST]
    if not history.n_known_tasks or len(cold) < FIRST or len(learned) < FIRST:
        return ""
    begun = f"Knowledge of {history.n_known_tasks} tables chose the first trials"
    if set(map(id, cold)) == set(map(id, learned)):
        return f"{begun}; a start without it would have begun with the same {FIRST}."
    ours, theirs = (f"{task.metric.shown(_best(trials)):.4g}" for trials in (learned, cold))
    verdict = "the same" if ours == theirs else theirs
    return (
        f"{begun}: the best of the first {FIRST} reached {task.metric.display_name} {ours}. Without it, another "
        f"{FIRST} of these trials would have come first, and the best of those reached {verdict}."
    )


def _best(trials: Sequence[Trial]) -> float:
    return max(float(trial.score) for trial in trials if trial.score is not None)
