"""What `fit` returns: a fitted pipeline, how it was found, and how far to trust it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from jupyter_metaml.automl.experience import Experience, experience_of
from jupyter_metaml.automl.finding import Finding, refit_best
from jupyter_metaml.automl.labels import known_targets, with_dtype
from jupyter_metaml.automl.leaderboard import leaderboard_frame
from jupyter_metaml.automl.predicting import predict_in_batches
from jupyter_metaml.automl.reading import Reading
from jupyter_metaml.automl.run_text import number, summary
from jupyter_metaml.automl.saved_runs import RunRecord, read_kept, read_run, write_run
from jupyter_metaml.automl.surroundings import own_surroundings
from jupyter_metaml.evaluation import allowed_cpus
from jupyter_metaml.exceptions import SearchError, UsageError

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.automl.report import RecommendationReport, RunReport
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.search import History, HonestScore
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray


class Run:
    """A finished run.

    Parameters
    ----------
    record : RunRecord
        Report, input contract and type of the labels: what is stored.
    pipeline : Pipeline
        Fitted; the result.
    finding : Finding or None, default=None
        Data and trials; None for a run that was loaded.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import Run, fit
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=2, families=["linear"], executor="inline", random_state=0)
    >>> run.leaderboard["model"].iloc[-1]
    'Baseline (ignores all columns)'
    >>> run.predict_proba(df.head(2)).shape
    (2, 3)
    >>> run.check(df.head(2).assign(note="new")).ignored
    ('note',)
    >>> folder = Path(tempfile.mkdtemp()) / "iris"
    >>> run.save(folder)
    >>> Run.load(folder).predict(df.head(2)).tolist()
    [0, 0]
    """

    def __init__(self, *, record: RunRecord, pipeline: Pipeline, finding: Finding | None = None) -> None:
        self.record = record
        self._finding = finding
        self.pipeline = pipeline

    @property
    def id(self) -> str:
        """Name of the run."""
        return self.record.report.run_id

    @property
    def state(self) -> str:
        """Whether it ended by itself ("done") or was stopped ("stopped")."""
        return self.record.report.state

    @property
    def profile(self) -> Profile:
        """Columns, what was done with each, and warnings."""
        return self.record.report.profile

    @property
    def honest_score(self) -> HonestScore:
        """What to expect on new rows, with an interval, beside the baseline."""
        return self.record.report.scores.honest

    @property
    def test_score(self) -> float | None:
        """Score on the test frame, in the metric's own sign; None without one."""
        return self.record.report.scores.test

    @property
    def recommendations(self) -> tuple[RecommendationReport, ...]:
        """What was to be tried first, and why."""
        return self.record.report.recommendations

    @property
    def task(self) -> Task:
        """The question and its data."""
        return self._found("task").task

    @property
    def history(self) -> History:
        """Every trial."""
        return self._found("history").result.history

    @property
    def experience(self) -> Experience:
        """What a meta-learner learns from it: statistics, never cells, never names of columns."""
        found = self._found("experience")
        return experience_of(found.task, found.profile, found.result)

    @property
    def leaderboard(self) -> pd.DataFrame:
        """All trials, best first; scores in the metric's own sign."""
        return leaderboard_frame(self.record.report.leaderboard)

    @cached_property
    def best_single(self) -> Pipeline:
        """The best single configuration, fitted on all rows when it is first asked for.

        It was measured on folds only; the pipeline of the run is what the scores speak of.
        """
        finding = self._found("best_single")
        with own_surroundings():
            return refit_best(finding, n_jobs=min(finding.result.history.settings.n_jobs, allowed_cpus()))

    def report(self) -> RunReport:
        """Return everything that a view shows, as records of plain values."""
        return self.record.report

    def check(self, data: Any) -> Reading:
        """Compare new data with the training data, without predicting.

        Parameters
        ----------
        data : table
            New rows.

        Returns
        -------
        Reading
            The frame as the pipeline takes it, columns that are ignored, and levels that were never seen.
        """
        return self.record.contract.read(data)

    def predict(self, data: Any) -> pd.Series:
        """Predict new rows.

        Parameters
        ----------
        data : table of shape (n_rows, n_columns)
            Columns as in training, in any order; others are ignored with a warning.

        Returns
        -------
        Series of length n_rows
            Labels in their original type, or numbers, with the index of the data.

        Raises
        ------
        DataError
            If a column is missing, or holds values of another type.
        """
        reading = self._read(data)
        values = predict_in_batches(self.pipeline, reading.frame, "predict")
        predicted = with_dtype(values, self.record.label_dtype, getattr(self.pipeline, "classes_", None))
        return pd.Series(predicted, index=reading.frame.index, name=self.record.report.question.target)

    def predict_proba(self, data: Any) -> pd.DataFrame:
        """Predict the probability of each class.

        Parameters
        ----------
        data : table of shape (n_rows, n_columns)
            As for `predict`.

        Returns
        -------
        DataFrame of shape (n_rows, n_classes)
            One column per label, with the index of the data.

        Raises
        ------
        UsageError
            If the run predicts numbers.
        """
        if self.record.report.question.kind == "regression":
            message = "This run predicts numbers, which have no probabilities. Use predict."
            raise UsageError(message)
        reading = self._read(data)
        values = predict_in_batches(self.pipeline, reading.frame, "predict_proba")
        return pd.DataFrame(values, index=reading.frame.index, columns=list(self.pipeline.classes_))

    def score(self, data: Any, target: Any = None) -> float:
        """Score the pipeline on rows with a known target.

        Parameters
        ----------
        data : table
            Rows that were not used for training.
        target : array-like or None, default=None
            Their target; None takes the column of that name.

        Returns
        -------
        float
            The metric in its own sign.
        """
        task = self._found("score").task
        reading = self._read(data)
        rows, truth = known_targets(data, target, task)
        method: Literal["predict", "predict_proba"] = "predict" if task.classes is None else "predict_proba"
        values = predict_in_batches(self.pipeline, reading.frame.iloc[rows], method)
        if task.classes is not None:
            values = _over_all_classes(values, list(self.pipeline.classes_), list(task.classes))
        with own_surroundings():
            return float(task.metric.shown(task.metric.score(truth, values)))

    def tested_on(self, test: Any) -> Run:
        """Return the same run with its score on a test frame in the report.

        Parameters
        ----------
        test : table
            Rows with the target that were not used for training.

        Returns
        -------
        Run
        """
        report = self.record.report
        scores = replace(report.scores, test=self.score(test))
        record = replace(self.record, report=replace(report, scores=scores))
        return Run(record=record, pipeline=self.pipeline, finding=self._finding)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the run to a directory of its own, to be read elsewhere with `Run.load`.

        Parameters
        ----------
        path : path
            A directory that does not exist yet, or one that such a call has made.
        """
        write_run(path, self.record, self.pipeline)

    @staticmethod
    def load(path: str | PathLike[str], *, trust: tuple[str, ...] | list[str] = ()) -> Run:
        """Read a run that `save` has written, here or elsewhere.

        Parameters
        ----------
        path : path
            The directory.
        trust : sequence of str, default=()
            Types to accept in the model besides those that our pipelines are made of.

        Returns
        -------
        Run
            With pipeline and report; data and trials stay where the run was made.
        """
        record, pipeline = read_run(path, trust=trust)
        return Run(record=record, pipeline=pipeline)

    def __str__(self) -> str:
        """Return the run as plain text of at most twelve lines."""
        return summary(self.record.report)

    def __repr__(self) -> str:
        """Return one line."""
        report = self.record.report
        return f"<Run {self.id}: {report.state}, {report.question.metric_title} {number(report.scores.honest.value)}>"

    def _read(self, data: Any) -> Reading:
        reading = self.record.contract.read(data)
        reading.warn(stacklevel=3)
        return reading

    def _found(self, what: str) -> Finding:
        if self._finding is None:
            message = f"A loaded run has no {what!r}: data and trials are not stored. Fit again to have it."
            raise SearchError(message)
        return self._finding


def load_run(run_id: str, *, runs_dir: str | PathLike[str] | None = None) -> Run:
    """Bring a stored run of this user back.

    Parameters
    ----------
    run_id : str
        Name of the run, or the start or end of it.
    runs_dir : path or None, default=None
        Where runs are kept; None means the user's data directory.

    Returns
    -------
    Run
        With pipeline and report; data and trials are not stored.

    Raises
    ------
    StorageError
        If there is no such run, or it has no model.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import fit, load_run
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=1, families=["linear"], executor="inline", random_state=0)
    >>> load_run(run.id).predict(df.head(3)).tolist()
    [0, 0, 0]
    """
    record, pipeline = read_kept(run_id, runs_dir)
    return Run(record=record, pipeline=pipeline)


def _over_all_classes(values: AnyArray, known: list[Any], classes: list[Any]) -> AnyArray:
    """Give classes that no model has seen a probability of 0."""
    whole = np.zeros((len(values), len(classes)))
    for place, label in enumerate(known):
        whole[:, classes.index(label)] = values[:, place]
    return whole
