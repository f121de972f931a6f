"""One search from a task and its profile to a fitted pipeline."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation import TaskData, memory_limit_mib
from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.pipelines import fit_views, shape_of
from jupyter_metaml.search.advice import in_full
from jupyter_metaml.search.assembly import assemble
from jupyter_metaml.search.baseline import measure_baseline
from jupyter_metaml.search.blending import score_of
from jupyter_metaml.search.budget import Budget, StopSignal
from jupyter_metaml.search.cluster import connected
from jupyter_metaml.search.events import Listener, Recommended, SearchFinished, SearchStarted, tell
from jupyter_metaml.search.history import History, HonestScore
from jupyter_metaml.search.honest_score import MAX_ROWS, N_RESAMPLES, honest_score
from jupyter_metaml.search.incumbent import Incumbent
from jupyter_metaml.search.loop import Loop, Parts
from jupyter_metaml.search.opening import opening_of
from jupyter_metaml.search.proposals import Proposer
from jupyter_metaml.search.repeats import repeated_splits
from jupyter_metaml.search.runners import make_runner, warm_up
from jupyter_metaml.search.start import WORKER_START_S, families_here, usable_families
from jupyter_metaml.search.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.evaluation import DataHandle, Trial
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.pipelines import TableShape, View
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search.advice import Advice
    from jupyter_metaml.search.history import StopReason
    from jupyter_metaml.search.lessons import Lessons
    from jupyter_metaml.search.opening import Opening
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.tasks import Splits, Task

# A proposal sees results that are at least so many places behind, per worker: enough to keep all of them busy.
LAG_PER_WORKER = 3
SECONDS_PER_CHOICE = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search hands on.

    Parameters
    ----------
    history : History
        Everything that was tried.
    pipeline : Pipeline
        Fitted; takes the raw frame and gives the original labels.
    honest : HonestScore
        What to expect on new rows.
    shape : TableShape
        What the spaces of the search depended on.
    """

    history: History
    pipeline: Pipeline
    honest: HonestScore
    shape: TableShape


def run_search(  # noqa: PLR0913 - clock, button and listeners belong to the caller
    task: Task,
    profile: Profile,
    settings: SearchSettings,
    *,
    budget: Budget | None = None,
    stop: StopSignal | None = None,
    listeners: Sequence[Listener] = (),
    resume: str | None = None,
    lessons: Lessons | None = None,
) -> SearchResult:
    """Search for the best pipeline of a task until the budget is spent.

    A KeyboardInterrupt while trials run ends the search and returns the best result so far.

    Parameters
    ----------
    task : Task
        What to predict from what.
    profile : Profile
        What the columns are and what is done with them.
    settings : SearchSettings
        Limits and choices.
    budget : Budget or None, default=None
        The clock of the whole call, started by the caller at its first line.
    stop : StopSignal or None, default=None
        Ends the search from another thread.
    listeners : sequence of callable, default=()
        Called with each event, in the thread of this call.
    resume : str or None, default=None
        Run to go on with; task and settings have to be the same.
    lessons : Lessons or None, default=None
        Of somebody who has learned across tasks.

    Returns
    -------
    SearchResult

    Raises
    ------
    SearchError
        If the run to resume asked something else, or a cluster cannot be used.
    UsageError
        If the settings leave nothing to try.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.search import SearchSettings, run_search
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> settings = SearchSettings(max_trials=1, families=("linear",), executor="inline", meta="off", save_run=False)
    >>> result = run_search(task, profile_task(task), settings)
    >>> result.history.stop_reason, result.honest.beats_baseline
    ('trials', True)
    """
    budget = budget or Budget(total_s=settings.time_budget_s)
    with connected(settings) as placed:
        return _run(
            task,
            profile,
            placed,
            budget,
            stop or StopSignal(),
            listeners=listeners,
            resume=resume,
            lessons=lessons,
        )


def _run(  # noqa: PLR0913 - as `run_search`
    task: Task,
    profile: Profile,
    settings: SearchSettings,
    budget: Budget,
    stop: StopSignal,
    *,
    listeners: Sequence[Listener],
    resume: str | None,
    lessons: Lessons | None,
) -> SearchResult:
    """Search where trials can run."""
    warm_up(settings)
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    baseline = measure_baseline(task)
    workspace, resumed = open_workspace(task, settings, resume)
    workspace.update(started_at=started_at)
    try:
        search = _prepare(
            task,
            profile,
            settings,
            workspace,
            baseline,
            budget,
            listeners=listeners,
            resumed=resumed,
            lessons=lessons,
        )
        return _searched(search, budget, stop, listeners, started_at)
    except BaseException:
        workspace.update(state="failed")
        workspace.close(resumable=True)
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """Everything that is ready before the first trial."""

    task: Task
    settings: SearchSettings
    workspace: Workspace
    baseline: Trial
    views: dict[str, View]
    shape: TableShape
    effort: Effort
    opening: Opening
    resumed: dict[int, Trial]
    prepared_s: float


def _prepare(  # noqa: PLR0913 - everything that is there before the views
    task: Task,
    profile: Profile,
    settings: SearchSettings,
    workspace: Workspace,
    baseline: Trial,
    budget: Budget,
    *,
    listeners: Sequence[Listener],
    resumed: dict[int, Trial],
    lessons: Lessons | None,
) -> _Search:
    """Fit the views, choose what runs first."""
    shape = shape_of(task, profile)
    usable = usable_families(shape, settings)
    views = fit_views(task, profile, families=usable, max_seconds_hint=0.2 * budget.total_s)
    shape = shape_of(task, profile, views)
    effort = plan_effort(shape, task.splits, time_budget_s=settings.time_budget_s, n_jobs=settings.n_jobs)

    def heard(advice: Advice) -> None:
        first = in_full(advice.first, shape, effort)
        tell(listeners, Recommended(elapsed_s=budget.elapsed(), recommendations=first))

    opening = opening_of(task, profile, shape, effort, settings, lessons, heard=heard)
    return _Search(
        task=task,
        settings=settings,
        workspace=workspace,
        baseline=baseline,
        views=views,
        shape=shape,
        effort=effort,
        opening=opening,
        resumed=resumed,
        prepared_s=budget.elapsed(),
    )


def _searched(
    search: _Search,
    budget: Budget,
    stop: StopSignal,
    listeners: Sequence[Listener],
    started_at: str,
) -> SearchResult:
    """Run the loop and hand on what it found."""
    tell(
        listeners,
        SearchStarted(
            elapsed_s=budget.elapsed(),
            run_id=search.workspace.run_id,
            budget_s=budget.total_s,
            baseline=search.baseline,
            recommendations=in_full(search.opening.heads, search.shape, search.effort),
        ),
    )
    trials = {0: search.baseline}
    parts = _parts(search, trials, budget, stop, listeners)
    loop = Loop(parts=parts, trials=trials, resumed=search.resumed)
    reason = loop.run()
    try:
        result = _result(search, loop, budget, reason, started_at)
    except KeyboardInterrupt:
        # The end is near and cheap: one interrupt does not cost the result, a second one ends the call.
        result = _result(search, loop, budget, "interrupt", started_at)
    tell(listeners, SearchFinished(elapsed_s=budget.elapsed(), history=result.history))
    return result


def _parts(
    search: _Search,
    trials: dict[int, Trial],
    budget: Budget,
    stop: StopSignal,
    listeners: Sequence[Listener],
) -> Parts:
    settings, shape, effort = search.settings, search.shape, search.effort
    repeats = repeated_splits(search.task, random_state=settings.random_state)
    data = _handed_over(search, repeats)
    honest_s = _honest_seconds(search)
    proposer = Proposer(
        search.opening,
        usable_families(shape, settings),
        shape,
        effort,
        random_state=settings.random_state,
        lag=LAG_PER_WORKER * settings.n_jobs,
        n_repeats=len(repeats),
        resumed=search.resumed,
    )
    incumbent = Incumbent(search.task, search.baseline, proposer.repeated)
    return Parts(
        proposer=proposer,
        runner=make_runner(settings, data, here=families_here(shape, effort)),
        incumbent=incumbent,
        log=search.workspace.log,
        effort=effort,
        budget=budget,
        stop=stop,
        settings=settings,
        listeners=listeners,
        models_dir=str(search.workspace.models_dir),
        memory_mib=memory_limit_mib(settings.n_jobs),
        closing_s=lambda: budget.reserve_s() + honest_s + incumbent.loading_s(trials),
    )


def _handed_over(search: _Search, repeats: Sequence[Splits]) -> list[DataHandle]:
    """Write the matrices for the workers; a repeat has the same ones and other folds."""
    data = TaskData.of(search.task, search.views, search.shape)
    place = search.workspace.data_dir
    again = [dataclasses.replace(data, splits=splits) for splits in repeats]
    return [each.save(place / str(number)) for number, each in enumerate([data, *again])]


def _result(search: _Search, loop: Loop, budget: Budget, reason: StopReason, started_at: str) -> SearchResult:
    """Build the pipeline of the best blend and say what to expect of it."""
    trials, workspace, task, incumbent = loop.trials, search.workspace, search.task, loop.parts.incumbent
    pipeline = assemble(incumbent.blend, trials, task, search.views, incumbent.models(trials))
    honest = honest_score(
        incumbent.blend,
        incumbent.candidates(trials) or [search.baseline],
        search.baseline,
        task,
        random_state=search.settings.random_state,
    )
    history = History(
        run_id=workspace.run_id,
        trials=tuple(trials[number] for number in sorted(trials)),
        blend=incumbent.blend,
        recommendations=in_full(search.opening.advice.first, search.shape, search.effort),
        asked=dict(loop.parts.proposer.asked),
        cold_start=search.opening.advice.cold_start,
        n_known_tasks=search.opening.advice.n_known_tasks,
        settings=search.settings,
        stop_reason=reason,
        started_at=started_at,
        seconds=budget.elapsed(),
        useful_budget_s=search.prepared_s
        + WORKER_START_S
        + search.effort.first_model_s(search.shape)
        + loop.parts.closing_s(),
    )
    state = "stopped" if reason in {"interrupt", "stopped", "lost"} else "done"
    workspace.update(
        state=state,
        score=honest.value,
        n_trials=len(trials) - 1,
        seconds=round(budget.elapsed(), 3),
    )
    workspace.keep_model(pipeline)
    workspace.close(resumable=state == "stopped")
    return SearchResult(history=history, pipeline=pipeline, honest=honest, shape=search.shape)


def _honest_seconds(search: _Search) -> float:
    """Estimate what the honest score will cost, from scoring the baseline a few times."""
    prediction = np.asarray(search.baseline.oof, dtype=np.float64)
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        score_of(prediction, search.task)
        seconds.append(time.perf_counter() - started)
    scoring_s = min(seconds) * min(1.0, MAX_ROWS / len(prediction))
    return N_RESAMPLES * (3 * scoring_s + SECONDS_PER_CHOICE)
