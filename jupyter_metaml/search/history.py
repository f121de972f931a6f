"""What a search has seen, and what it made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyter_metaml.evaluation import Trial
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.settings import SearchSettings

StopReason = Literal["budget", "trials", "space", "stopped", "interrupt", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """A weighted mean of the predictions of finished trials.

    Parameters
    ----------
    members : tuple of int
        Trial numbers, heaviest first.
    weights : tuple of float
        One per member, above 0, summing to 1.
    loss : float
        Log loss or squared error of the out-of-fold predictions; smaller is better.
    score : float
        The task's metric on the out-of-fold predictions; larger is better.
    temperature : float, default=1.0
        What the logarithms of the mean probabilities are divided by, in `loss` and `score`, too.
    """

    members: tuple[int, ...]
    weights: tuple[float, ...]
    loss: float
    score: float
    temperature: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestScore:
    """What to expect on new rows, corrected for having chosen among many.

    All values are in the metric's own sign (log loss and errors positive).

    Parameters
    ----------
    value, low, high : float
        Estimate and ends of the interval.
    level : float
        Confidence level of the interval.
    baseline_value : float
        The same metric for a model that ignores all columns.
    beats_baseline : bool
        Whether the result was better than that baseline in all but a twentieth of the resamples.
    method : str
        How it was found, in a few words.
    """

    value: float
    low: float
    high: float
    level: float
    baseline_value: float
    beats_baseline: bool
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The complete record of one search.

    Parameters
    ----------
    run_id : str
        Names the run in the store.
    trials : tuple of Trial
        In the order of their numbers, the baseline (number 0) first.
    blend : Blend
        The best result.
    recommendations : tuple of Recommendation
        What was to be tried first.
    settings : SearchSettings
        What was asked for.
    stop_reason : {"budget", "trials", "space", "stopped", "interrupt", "lost"}
        Why it ended; "lost": the cluster was.
    started_at : str
        UTC time in ISO 8601.
    seconds : float
        From the call to the end of the search.
    useful_budget_s : float
        The smallest budget that is likely to give a first model, as far as this run can tell.
    asked : mapping of int to Configuration, default={}
        Trials that were recommended, by number, as they were recommended: with those values only that differ from
        the defaults of the family.
    cold_start : tuple of Configuration, default=()
        What would have been tried first without knowledge of other tables.
    n_known_tasks : int, default=0
        Tables of this kind that decided on the recommendations; 0: the fixed order did.
    """

    run_id: str
    trials: tuple[Trial, ...]
    blend: Blend
    recommendations: tuple[Recommendation, ...]
    settings: SearchSettings
    stop_reason: StopReason
    started_at: str
    seconds: float
    useful_budget_s: float = 0.0
    asked: Mapping[int, Configuration] = field(default_factory=dict)
    cold_start: tuple[Configuration, ...] = ()
    n_known_tasks: int = 0

    @property
    def baseline(self) -> Trial:
        """The trial of the model that ignores all columns."""
        return self.trials[0]

    @property
    def finished(self) -> tuple[Trial, ...]:
        """Trials that can be used, the baseline not among them."""
        return tuple(trial for trial in self.trials[1:] if trial.finished)

    @property
    def best(self) -> Trial:
        """The best single trial by the metric, ties by loss; the baseline when nothing else finished."""
        return min(self.finished, key=lambda trial: trial.standing, default=self.baseline)
