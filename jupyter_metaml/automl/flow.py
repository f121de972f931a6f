"""From a table and a question to a run: check, profile, search, report.

::

    data, Question --task--> Task --profile--> Profile --search--> SearchResult --> Run

One clock, started at the first line, covers all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.contract import InputContract
from jupyter_metaml.automl.events import Event, Listener, TableProfiled, TaskChecked
from jupyter_metaml.automl.finding import Finding
from jupyter_metaml.automl.labels import known_targets, label_dtype
from jupyter_metaml.automl.report import make_report
from jupyter_metaml.automl.run import Run
from jupyter_metaml.automl.saved_runs import RunRecord, keep_record
from jupyter_metaml.automl.surroundings import own_surroundings
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Budget, StopSignal, run_search, warm_up

if TYPE_CHECKING:
    from jupyter_metaml.automl.question import Question
    from jupyter_metaml.search import SearchSettings


def conduct(
    data: Any,
    question: Question,
    settings: SearchSettings,
    *,
    listeners: Sequence[Listener] = (),
    stop: StopSignal | None = None,
    resume: str | None = None,
) -> Run:
    """Answer a question about a table within a budget.

    Parameters
    ----------
    data : table
        pandas, polars, pyarrow or numpy; it is not changed.
    question : Question
        What to predict, and how answers are judged.
    settings : SearchSettings
        Limits and choices of the search.
    listeners : sequence of callable, default=()
        Called with each event, in this thread.
    stop : StopSignal or None, default=None
        Ends the search from another thread.
    resume : str or None, default=None
        Stored run to go on with.

    Returns
    -------
    Run
    """
    budget = Budget(total_s=settings.time_budget_s)
    with own_surroundings():
        task = question.task(data, settings)
        warm_up(settings)  # workers start while the table is profiled
        _tell(listeners, TaskChecked(elapsed_s=budget.elapsed(), task=task))
        profile = profile_task(task, treatments=question.treatments, random_state=settings.random_state)
        contract = InputContract.of(task, profile, companions=question.companions)
        if question.test is not None:
            contract.read(question.test)
            known_targets(question.test, None, task)
        _tell(listeners, TableProfiled(elapsed_s=budget.elapsed(), profile=profile))
        result = run_search(task, profile, settings, budget=budget, stop=stop, listeners=listeners, resume=resume)
    record = RunRecord(
        report=make_report(result, task, profile), contract=contract, label_dtype=label_dtype(task.target_dtype)
    )
    run = Run(record=record, pipeline=result.pipeline, finding=Finding(task=task, profile=profile, result=result))
    if question.test is not None:
        run = run.tested_on(question.test)
    if settings.save_run:
        keep_record(run.record, settings.runs_dir)
    return run


def _tell(listeners: Sequence[Listener], event: Event) -> None:
    for listener in listeners:
        listener(event)
