"""How good the best so far was at each moment of a run, on the rows held out: a step wherever it changed.

::

    events of the search -> Watcher keeps blends with their seconds, and a second name of each file of models
    after the run: predictions of every member, once -> blends of the past, by arithmetic -> scores

The search pays a hard link per trial.  A point says what an interrupt at that second would have given; a run with a
smaller budget might have planned otherwise.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dev_benchmark.corpus import CorpusTask, Holdout
from dev_benchmark.scoring import score_numbers, score_probabilities


@dataclass(slots=True)
class Watcher:
    """Listens to a search.

    Parameters
    ----------
    folder : Path
        For second names of files, on the disk of the runs.
    trials : dict of int to Trial
        Finished ones, with files of models that stay.
    finished_s : dict of int to float
        When each came back.
    blends : list of (float, Blend)
        Best results, from the baseline on, with the seconds of their coming.
    asked_s : float or None
        When the search first asked for advice: the seconds of the last event before it.
    """

    folder: Path
    trials: dict[int, Any] = field(default_factory=dict)
    finished_s: dict[int, float] = field(default_factory=dict)
    blends: list[tuple[float, Any]] = field(default_factory=list)
    asked_s: float | None = None
    _last_s: float = 0.0

    def __call__(self, event: Any) -> None:
        """Keep what will be scored; costs microseconds."""
        kind = type(event).__name__
        if kind == "TrialFinished" and event.trial.finished:
            self.trials[event.trial.number] = replace(event.trial, model_file=self._kept(event.trial))
            self.finished_s[event.trial.number] = event.elapsed_s
        elif kind == "IncumbentChanged":
            self.blends.append((event.elapsed_s, event.blend))
        elif kind == "Recommended" and self.asked_s is None:
            self.asked_s = self._last_s
        self._last_s = event.elapsed_s

    def curve(self, run: Any, task: CorpusTask, data: Holdout, *, budget_s: float) -> dict[float, float]:
        """Score the best so far at every second at which it changed; the last point is the blend of the end.

        Returns
        -------
        dict of float to float
            From 0, where the baseline stands, to the budget; a score holds until the next.
        """
        members = _Members(watcher=self, run=run, task=task, data=data)
        changed = {0.0, *(elapsed_s for elapsed_s, _ in self.blends), *self.finished_s.values()}
        found = {}
        for second in (*sorted(each for each in changed if each < budget_s), budget_s):
            known = [blend for elapsed_s, blend in self.blends if elapsed_s <= second]
            found[second] = members.score(known[-1] if known else None, second)
        return found

    def _kept(self, trial: Any) -> str:
        """Give the file of models a second name beside the first: the run deletes those that it does not need."""
        kept = self.folder / f"kept-{Path(trial.model_file).name}"
        os.link(trial.model_file, kept)
        return str(kept)


@dataclass(frozen=True, kw_only=True)
class _Members:
    """Predictions of single trials on the rows held out."""

    watcher: Watcher
    run: Any
    task: CorpusTask
    data: Holdout
    _known: dict[int, np.ndarray] = field(default_factory=dict)

    def score(self, blend: Any | None, second: float) -> float:
        """Score a blend, or the baseline where there was none yet."""
        predicted = self._plain if blend is None or blend.members == (0,) else self._blended(blend, second)
        if self.task.kind == "regression":
            return score_numbers(self.data.y_test.to_numpy(dtype=float), predicted)
        return score_probabilities(self.data.y_test.to_numpy(dtype=object), predicted, self._labels)

    def _blended(self, blend: Any, second: float) -> np.ndarray:
        from jupyter_metaml.search.temperature import tempered

        parts = [
            weight * (self._plain if number == 0 else self._member(number, second))
            for number, weight in zip(blend.members, blend.weights, strict=True)
        ]
        return tempered(np.sum(parts, axis=0), blend.temperature)

    def _member(self, number: int, second: float) -> np.ndarray:
        """Average a trial with its repeats on other folds that had come back, fold model by fold model."""
        trials = self.watcher.trials
        together = [
            other
            for other, trial in trials.items()
            if trial.configuration == trials[number].configuration
            and self.watcher.finished_s[other] <= second
            and (other == number or trial.origin == "repeated")
        ]
        weights = [trials[other].n_models for other in together]
        return np.average([self._predicted(other) for other in together], axis=0, weights=weights)

    def _predicted(self, number: int) -> np.ndarray:
        if number not in self._known:
            self._known[number] = self._predict(number)
        return self._known[number]

    def _predict(self, number: int) -> np.ndarray:
        from jupyter_metaml.automl.predicting import predict_in_batches
        from jupyter_metaml.evaluation import load_models
        from jupyter_metaml.search import Blend
        from jupyter_metaml.search.assembly import assemble

        trials, task = self.watcher.trials, self.run.task
        alone = Blend(members=(number,), weights=(1.0,), loss=0.0, score=0.0)
        pipeline = assemble(alone, trials, task, self._views, {number: load_models(trials[number])})
        verb = "predict" if self.task.kind == "regression" else "predict_proba"
        predicted = np.asarray(predict_in_batches(pipeline, self._rows, verb), dtype=float)
        if self.task.kind == "regression":
            return predicted
        # A fold may lack a rare class, and its models then lack the column.
        full = np.zeros((len(predicted), len(self._labels)))
        full[:, [self._labels.index(str(label)) for label in pipeline.classes_]] = predicted
        return full

    @cached_property
    def _labels(self) -> list[str]:
        return [str(label) for label in self.run.task.classes]

    @cached_property
    def _rows(self) -> Any:
        return self.run.record.contract.read(self.data.X_test).frame

    @cached_property
    def _plain(self) -> np.ndarray:
        y, n_rows = self.run.task.y, len(self.data.y_test)
        if self.task.kind == "regression":
            return np.full(n_rows, float(np.mean(y)))
        return np.tile(np.bincount(y, minlength=len(self._labels)) / len(y), (n_rows, 1))

    @cached_property
    def _views(self) -> Any:
        """Fit the features of the search again: they depend on the table, the seed and the budget only."""
        from jupyter_metaml.pipelines import fit_views
        from jupyter_metaml.pipelines.layout import shape_of
        from jupyter_metaml.search.start import usable_families

        task, profile, settings = self.run.task, self.run.profile, self.run.history.settings
        families = usable_families(shape_of(task, profile), settings)
        return fit_views(task, profile, families=families, max_seconds_hint=0.2 * settings.time_budget_s)


def curve_text(curve: dict[float, float]) -> str:
    """Write a curve into one cell."""
    return " ".join(f"{second:.4g}:{score:.6g}" for second, score in curve.items())
