"""The best result at any moment: a blend over the finished trials, and its models close at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation import load_models
from jupyter_metaml.search.blending import blend_trials
from jupyter_metaml.search.history import Blend

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.tasks import Task

LOAD_MIB_PER_S = 100.0
LOAD_S_PER_MODEL = 0.01


class Incumbent:
    """Keeps the blend up to date and loads its models in idle moments.

    Parameters
    ----------
    task : Task
        What is predicted.
    baseline : Trial
        The result until something else has finished.
    """

    def __init__(self, task: Task, baseline: Trial) -> None:
        self._task = task
        self._models: dict[int, Sequence[Pipeline]] = {}
        self.blend = Blend(
            members=(0,), weights=(1.0,), loss=float(baseline.loss or 0.0), score=float(baseline.score or 0.0)
        )

    def update(self, trials: Mapping[int, Trial]) -> bool:
        """Choose the blend anew and return whether it changed."""
        finished = [trial for number, trial in trials.items() if number and trial.finished]
        if not finished:
            return False
        blend = blend_trials(finished, self._task)
        changed = blend != self.blend
        self.blend = blend
        self._models = {number: models for number, models in self._models.items() if number in blend.members}
        return changed

    def preload(self, trials: Mapping[int, Trial]) -> None:
        """Load the models of one member that are not in memory yet."""
        missing = self._missing()
        if missing:
            self.load(trials[missing[0]])

    def load(self, trial: Trial) -> Sequence[Pipeline]:
        """Return the fold models of a trial, from memory where they are there."""
        if trial.number not in self._models:
            self._models[trial.number] = load_models(trial)
        return self._models[trial.number]

    def loading_s(self, trials: Mapping[int, Trial]) -> float:
        """Estimate the seconds that loading the missing models takes."""
        missing = [trials[number] for number in self._missing()]
        return sum(trial.model_mib / LOAD_MIB_PER_S + trial.n_models * LOAD_S_PER_MODEL for trial in missing)

    def _missing(self) -> list[int]:
        return [number for number in self.blend.members if number and number not in self._models]
