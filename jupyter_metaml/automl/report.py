"""Everything that a view of a run needs, as frozen records of plain values.

Texts hold names as the data has them; a view escapes what its medium asks for. The records go to JSON and back
(`records.py`), so a stored run shows what a fresh one shows.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

from jupyter_metaml.automl.experience import what_knowledge_gave
from jupyter_metaml.automl.leaderboard import LeaderboardRow, leaderboard_rows
from jupyter_metaml.profiling import Profile
from jupyter_metaml.search import HonestScore
from jupyter_metaml.typing import Kind, ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.metalearning import Recommendation
    from jupyter_metaml.search import History, SearchResult
    from jupyter_metaml.tasks import Task

RunState = Literal["done", "stopped"]
PACKAGES = (
    "jupyter_metaml",
    "scikit-learn",
    "numpy",
    "pandas",
    "lightgbm",
    "catboost",
    "xgboost",
    "tabicl",
    "tabpfn",
    "optuna",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReport:
    """What was asked, and how it was understood.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
        Kind of task.
    target : str
        Name of the target; "target" where it has none.
    metric : str
        Name of the metric, as it is given.
    metric_title : str
        Name of the metric, as people read it.
    greater_is_better : bool
        Whether larger values of the metric, as shown, are better.
    n_rows, n_columns : int
        Size of the table, without the target and rows that lack it.
    classes : tuple of str
        Labels, the first 20 of them.
    n_classes : int
        How many there are; 0 for regression.
    splits : str
        How answers are judged, one sentence.
    notes : tuple of str
        What was decided about the table, one sentence each.
    """

    kind: Kind
    target: str
    metric: str
    metric_title: str
    greater_is_better: bool
    n_rows: int
    n_columns: int
    classes: tuple[str, ...]
    n_classes: int
    splits: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """How good the result is, in the metric's own sign.

    Parameters
    ----------
    search : float
        Score of the chosen blend on the rows it was chosen on: too good by the choosing.
    honest : HonestScore
        What to expect on new rows, with an interval and the baseline.
    test : float or None
        Score on the test frame, if one was given.
    """

    search: float
    honest: HonestScore
    test: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReport:
    """What was to be tried first, and why; expected values are as shown, None where nothing was known."""

    rank: int
    title: str
    family: str
    why: str
    params: tuple[tuple[str, ParamValue], ...]
    expected_s: float | None = None
    expected_score: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """Trials that gave no result, by status and reason."""

    status: str
    reason: str
    n_trials: int
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A run, ready to be shown.

    Parameters
    ----------
    run_id : str
        Name of the run.
    state : {"done", "stopped"}
        Whether it ended by itself.
    question : QuestionReport
        What was asked.
    scores : ScoreReport
        How good the result is.
    leaderboard : tuple of LeaderboardRow
        All trials, best first.
    progress : tuple of (int, float)
        Best score so far, as shown, after so many trials in the order of their numbers; 0 is the baseline.
    recommendations : tuple of RecommendationReport
        What was to be tried first.
    profile : Profile
        Columns, what was done with each, and warnings.
    trials_by_status : mapping of str to int
        How the trials ended, the baseline left out.
    failures : tuple of FailureGroup
        Why trials gave no result, most frequent first.
    settings : mapping
        What was asked of the search, the seed among it.
    versions : mapping of str to str
        Python and the packages that the pipeline needs.
    stop_reason : str
        "budget", "trials", "space", "stopped", "interrupt" or "lost".
    started_at : str
        UTC time in ISO 8601.
    seconds : float
        Length of the run.
    useful_budget_s : float
        The smallest budget that is likely to give a first model.
    knowledge : str, default=""
        What knowledge of other tables gave, one sentence; empty when there was none, or nothing to compare.
    """

    run_id: str
    state: RunState
    question: QuestionReport
    scores: ScoreReport
    leaderboard: tuple[LeaderboardRow, ...]
    progress: tuple[tuple[int, float], ...]
    recommendations: tuple[RecommendationReport, ...]
    profile: Profile
    trials_by_status: Mapping[str, int]
    failures: tuple[FailureGroup, ...]
    settings: Mapping[str, ParamValue]
    versions: Mapping[str, str]
    stop_reason: str
    started_at: str
    seconds: float
    useful_budget_s: float
    knowledge: str = ""

    @property
    def members(self) -> tuple[LeaderboardRow, ...]:
        """Trials of the final blend, heaviest first; empty when only the baseline stands."""
        chosen = [row for row in self.leaderboard if row.weight and row.trial]
        return tuple(sorted(chosen, key=lambda row: -row.weight))


def make_report(result: SearchResult, task: Task, profile: Profile) -> RunReport:
    """Write down what a search has found.

    Parameters
    ----------
    result : SearchResult
        History, pipeline and honest score.
    task : Task
        What was asked.
    profile : Profile
        The columns.

    Returns
    -------
    RunReport
        Without a score on a test frame.
    """
    history = result.history
    return RunReport(
        run_id=history.run_id,
        state="stopped" if history.stop_reason in {"interrupt", "stopped", "lost"} else "done",
        question=_question(task),
        scores=ScoreReport(search=float(task.metric.shown(history.blend.score)), honest=result.honest, test=None),
        leaderboard=leaderboard_rows(history, task),
        progress=_progress(history, task),
        recommendations=tuple(
            RecommendationReport(
                rank=entry.rank,
                title=entry.title,
                family=entry.configuration.family,
                why=entry.why,
                params=entry.configuration.params,
                expected_s=entry.expected_s,
                **_expected(entry, task),
            )
            for entry in history.recommendations
        ),
        profile=profile,
        trials_by_status=_by_status(history),
        failures=_failures(history),
        settings=history.settings.public(),
        versions=versions(),
        stop_reason=history.stop_reason,
        started_at=history.started_at,
        seconds=history.seconds,
        useful_budget_s=history.useful_budget_s,
        knowledge=what_knowledge_gave(history, task),
    )


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that are installed and matter to a pipeline."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _expected(entry: Recommendation, task: Task) -> dict[str, float | None]:
    """Return the expected score and its interval as people read them, the lower number first."""
    shown = [
        None if value is None else float(task.metric.shown(value))
        for value in (entry.expected_score, entry.expected_low, entry.expected_high)
    ]
    score, *ends = shown
    low, high = ends if task.metric.greater_is_better else reversed(ends)
    return {"expected_score": score, "expected_low": low, "expected_high": high}


def _question(task: Task) -> QuestionReport:
    labels = () if task.classes is None else tuple(str(label) for label in task.classes[:20])
    return QuestionReport(
        kind=task.kind,
        target="target" if task.target_name is None else str(task.target_name),
        metric=task.metric.name,
        metric_title=task.metric.display_name,
        greater_is_better=task.metric.greater_is_better,
        n_rows=task.n_rows,
        n_columns=task.n_columns,
        classes=labels,
        n_classes=0 if task.classes is None else len(task.classes),
        splits=task.splits.reason,
        notes=task.notes,
    )


def _progress(history: History, task: Task) -> tuple[tuple[int, float], ...]:
    best: float | None = None
    points = []
    # Trials are counted, as everywhere: numbers that never came to an end leave gaps.
    for place, trial in enumerate(history.trials):
        if trial.score is not None and (best is None or trial.score > best):
            best = trial.score
        if best is not None:
            points.append((place, float(task.metric.shown(best))))
    return tuple(points)


def _by_status(history: History) -> dict[str, int]:
    counts: dict[str, int] = {}
    for trial in history.trials[1:]:
        counts[str(trial.status)] = counts.get(str(trial.status), 0) + 1
    return counts


def _failures(history: History) -> tuple[FailureGroup, ...]:
    groups: dict[tuple[str, str], list[str]] = {}
    for trial in history.trials[1:]:
        if not trial.finished:
            groups.setdefault((str(trial.status), trial.reason), []).append(trial.configuration.family)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple(
        FailureGroup(status=status, reason=reason, n_trials=len(families), families=tuple(dict.fromkeys(families)))
        for (status, reason), families in ordered
    )
