"""The best result at any moment: a blend over the finished trials, and its models close at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation import load_models
from jupyter_metaml.search.blending import blend_trials
from jupyter_metaml.search.history import Blend
from jupyter_metaml.search.repeats import merge_repeats

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
    repeated : mapping of int to int
        Number of a repeat to the number of the trial that it repeats; grows while the search runs.
    """

    def __init__(self, task: Task, baseline: Trial, repeated: Mapping[int, int]) -> None:
        self._task = task
        self._repeated = repeated
        self._models: dict[int, Sequence[Pipeline]] = {}
        self.blend = Blend(
            members=(0,), weights=(1.0,), loss=float(baseline.loss or 0.0), score=float(baseline.score or 0.0)
        )

    def update(self, trials: Mapping[int, Trial]) -> bool:
        """Choose the blend anew and return whether it changed."""
        candidates = self.candidates(trials)
        if not candidates:
            return False
        blend = blend_trials(candidates, self._task)
        changed = blend != self.blend
        self.blend = blend
        needed = {trial.number for trial in self._measured(trials)}
        self._models = {number: models for number, models in self._models.items() if number in needed}
        return changed

    def candidates(self, trials: Mapping[int, Trial]) -> list[Trial]:
        """Return what the blend may choose from: the finished trials, each with its repeats."""
        return merge_repeats(trials, self._repeated, self._task)

    def preload(self, trials: Mapping[int, Trial]) -> None:
        """Load the models of one trial that are not in memory yet."""
        missing = self._missing(trials)
        if missing:
            self._loaded(missing[0])

    def models(self, trials: Mapping[int, Trial]) -> dict[int, list[Pipeline]]:
        """Return the fold models of each member, those of its repeats among them."""
        models: dict[int, list[Pipeline]] = {}
        for trial in self._measured(trials):
            models.setdefault(self._repeated.get(trial.number, trial.number), []).extend(self._loaded(trial))
        return models

    def loading_s(self, trials: Mapping[int, Trial]) -> float:
        """Estimate the seconds that loading the missing models takes."""
        missing = self._missing(trials)
        return sum(trial.model_mib / LOAD_MIB_PER_S + trial.n_models * LOAD_S_PER_MODEL for trial in missing)

    def _loaded(self, trial: Trial) -> Sequence[Pipeline]:
        if trial.number not in self._models:
            self._models[trial.number] = load_models(trial)
        return self._models[trial.number]

    def _measured(self, trials: Mapping[int, Trial]) -> list[Trial]:
        """List the trials whose models make up the blend."""
        members = set(self.blend.members) - {0}
        return [
            trial
            for number, trial in sorted(trials.items())
            if trial.finished and self._repeated.get(number, number) in members
        ]

    def _missing(self, trials: Mapping[int, Trial]) -> list[Trial]:
        return [trial for trial in self._measured(trials) if trial.number not in self._models]
