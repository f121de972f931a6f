"""All trials of a run in one table, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.metalearning.reasons import title_of
from jupyter_metaml.pipelines import family
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.search import History
    from jupyter_metaml.tasks import Task

BASELINE_TITLE = "Baseline (ignores all columns)"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardRow:
    """One trial.

    Parameters
    ----------
    rank : int or None
        Place by score, ties by loss, from 1; None for trials without a usable result.
    trial : int
        Number of the trial; 0 is the baseline.
    model : str
        Title of the model.
    family, origin, status, reason : str
        What it was, who proposed it, how it ended and why.
    score : float or None
        The task's metric in its own sign.
    spread : float or None
        Standard deviation of the score over folds.
    loss : float or None
        Log loss or mean squared error; what the search compares, and the ranks where scores are equal.
    fit_s : float
        Seconds of fitting, all folds together.
    predict_ms : float or None
        Milliseconds to predict 1,000 rows, ready for the model, at once.
    predict_row_ms : float or None, default=None
        Milliseconds from one row of a DataFrame to its prediction, with this model alone, see `Trial.predict_row_s`.
    weight : float
        Weight in the final blend; 0 for trials that are not in it.
    params : tuple of (str, value)
        The configuration, with what early stopping found.
    """

    rank: int | None
    trial: int
    model: str
    family: str
    origin: str
    status: str
    reason: str
    score: float | None
    spread: float | None
    loss: float | None
    fit_s: float
    predict_ms: float | None
    predict_row_ms: float | None = None
    weight: float
    params: tuple[tuple[str, ParamValue], ...]


def leaderboard_rows(history: History, task: Task) -> tuple[LeaderboardRow, ...]:
    """Rank the trials of a history.

    Parameters
    ----------
    history : History
        The trials and the blend.
    task : Task
        Metric and splits.

    Returns
    -------
    tuple of LeaderboardRow
        Usable trials by score, ties by loss and number; then repeats on other folds; then the others by number.
    """
    weights = dict(zip(history.blend.members, history.blend.weights, strict=True))
    return ranked_rows(history.trials, model_titles(history), weights, task)


def ranked_rows(
    trials: Sequence[Trial], titles: Mapping[int, str], weights: Mapping[int, float], task: Task
) -> tuple[LeaderboardRow, ...]:
    """Rank trials, those of a search that is not over too.

    Parameters
    ----------
    trials : sequence of Trial
    titles : mapping of int to str
        Title of the model by number of the trial.
    weights : mapping of int to float
        Weight in the blend by number of the trial.
    task : Task
        Metric and splits.

    Returns
    -------
    tuple of LeaderboardRow
        In the order of `leaderboard_rows`.
    """
    usable = [trial for trial in trials if _is_usable(trial)]
    usable.sort(key=lambda trial: trial.standing)
    others = [trial for trial in trials if not _is_usable(trial)]
    ranks = {trial.number: rank for rank, trial in enumerate(usable, start=1)}
    return tuple(
        LeaderboardRow(
            rank=ranks.get(trial.number),
            trial=trial.number,
            model=titles[trial.number],
            family=trial.configuration.family,
            origin=trial.origin,
            status=str(trial.status),
            reason=trial.reason,
            score=None if trial.score is None else task.metric.shown(trial.score),
            spread=trial.spread,
            loss=trial.loss,
            fit_s=trial.fit_s,
            predict_ms=1e6 * trial.predict_s / len(task.splits.test_rows) if _is_usable(trial) else None,
            predict_row_ms=None if trial.predict_row_s is None else 1e3 * trial.predict_row_s,
            weight=weights.get(trial.number, 0.0),
            params=tuple(sorted({**trial.configuration.as_dict()["params"], **trial.found}.items())),
        )
        for trial in (*usable, *others)
    )


def leaderboard_frame(rows: Sequence[LeaderboardRow]) -> pd.DataFrame:
    """Return the rows as a table; parameters and reasons are left to the records."""
    columns = [name for name in LeaderboardRow.__slots__ if name not in {"params", "reason"}]
    frame = pd.DataFrame([asdict(row) for row in rows], columns=columns)
    numbers = ("score", "spread", "loss", "predict_ms", "predict_row_ms")
    return frame.astype({"rank": "Int64", **dict.fromkeys(numbers, float)})


def model_titles(history: History) -> dict[int, str]:
    """Name the model of each trial as a person reads it."""
    recommended = {entry.configuration: entry.title for entry in history.recommendations}
    # knowledge may ask for more than it began with
    asked = {number: title_of(configuration) for number, configuration in history.asked.items()}
    return {
        trial.number: recommended.get(trial.configuration)
        or asked.get(trial.number)
        or family_title(trial.configuration.family)
        for trial in history.trials
    }


def family_title(name: str) -> str:
    """Return the title of a family; the baseline, and families that are gone, have none in the registry."""
    if name == "baseline":
        return BASELINE_TITLE
    try:
        return family(name).title
    except ConfigurationError:
        return name


def _is_usable(trial: Trial) -> bool:
    # The baseline keeps no fold models, so it does not call itself finished.
    return trial.loss is not None and (trial.finished or trial.number == 0)
