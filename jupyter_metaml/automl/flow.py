"""From a table and a question to a run: check, profile, search, report.

::

    data, Question --task--> Task --profile--> Profile --search--> SearchResult --> Run

One clock, started at the first line, covers all of it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.contract import InputContract
from jupyter_metaml.automl.events import Listener, TableProfiled, TaskChecked
from jupyter_metaml.automl.experience import keep_experience
from jupyter_metaml.automl.finding import Finding
from jupyter_metaml.automl.labels import known_targets, label_dtype
from jupyter_metaml.automl.report import make_report
from jupyter_metaml.automl.run import Run
from jupyter_metaml.automl.saved_runs import RunRecord, keep_record
from jupyter_metaml.automl.surroundings import own_surroundings
from jupyter_metaml.knowledge import opted_out
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import Budget, StopSignal, connected, run_search, warm_up
from jupyter_metaml.search.events import tell

if TYPE_CHECKING:
    from jupyter_metaml.automl.question import Question
    from jupyter_metaml.search import Lessons, SearchSettings

logger = logging.getLogger(__name__)
# A blend of many fold models takes about that long; measured at 0.05 to 0.1 ms.
S_PER_TEST_ROW = 1e-4
MAX_TEST_SHARE = 0.2


def conduct(  # noqa: PLR0913 - clock, button and listeners belong to the caller
    data: Any,
    question: Question,
    settings: SearchSettings,
    *,
    listeners: Sequence[Listener] = (),
    stop: StopSignal | None = None,
    resume: str | None = None,
    lessons: Lessons | None = None,
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
    lessons : Lessons or None, default=None
        Of somebody who has learned across tasks.

    Returns
    -------
    Run

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.automl import Question, conduct
    >>> from jupyter_metaml.search import SearchSettings
    >>> settings = SearchSettings(max_trials=1, families=("linear",), executor="inline", meta="off", save_run=False)
    >>> heard = []
    >>> run = conduct(load_iris(as_frame=True).frame, Question(target="target"), settings, listeners=[heard.append])
    >>> [type(event).__name__ for event in heard[:3]]
    ['TaskChecked', 'TableProfiled', 'SearchStarted']
    """
    budget = Budget(total_s=settings.time_budget_s)
    remembers = settings.remember and not opted_out()
    with own_surroundings(), connected(settings) as placed:
        task = question.task(data, placed)
        warm_up(placed)  # workers start while the table is profiled
        tell(listeners, TaskChecked(elapsed_s=budget.elapsed(), task=task))
        profile = profile_task(task, treatments=question.treatments, random_state=placed.random_state)
        contract = InputContract.of(task, profile, companions=question.companions)
        n_test_rows = 0
        if question.test is not None:
            n_test_rows = len(contract.read(question.test).frame)
            known_targets(question.test, None, task)
        tell(listeners, TableProfiled(elapsed_s=budget.elapsed(), profile=profile))
        left = _less_scoring(budget, n_test_rows)
        result = run_search(
            task,
            profile,
            placed,
            budget=left,
            stop=stop,
            listeners=listeners,
            resume=resume,
            lessons=lessons,
        )
    record = RunRecord(
        report=make_report(result, task, profile), contract=contract, label_dtype=label_dtype(task.target_dtype)
    )
    run = Run(record=record, pipeline=result.pipeline, finding=Finding(task=task, profile=profile, result=result))
    if question.test is not None:
        run = _tested(run, question.test)
    if remembers:
        keep_experience(task, profile, result.history)
    if settings.save_run:
        keep_record(run.record, settings.runs_dir)
    return run


def _less_scoring(budget: Budget, n_test_rows: int) -> Budget:
    """Keep back what scoring the test frame will take."""
    reserve_s = min(S_PER_TEST_ROW * n_test_rows, MAX_TEST_SHARE * budget.total_s)
    return Budget(total_s=budget.total_s - reserve_s, started=budget.started)


def _tested(run: Run, test: Any) -> Run:
    """Score the test frame; an interrupt costs that score, not the run."""
    try:
        return run.tested_on(test)
    except KeyboardInterrupt:
        logger.warning("Interrupted while the test frame was scored; run.score(test) makes up for it.")
        return run
