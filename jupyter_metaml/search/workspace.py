"""The directory of one search: made, resumed, finished, and removed where nobody wants to keep it."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_metaml.exceptions import SearchError, StorageError
from jupyter_metaml.search.runs import RunStore, RunSummary, read_json, this_process, write_json
from jupyter_metaml.search.trial_log import TrialLog

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.search.settings import SearchSettings
    from jupyter_metaml.tasks import Task

logger = logging.getLogger(__name__)
MODEL_FILE = "model.pkl"
_saving: dict[str, threading.Thread] = {}


class Workspace:
    """Files of one run.

    Parameters
    ----------
    directory : Path
        Owned by this run.
    settings : SearchSettings
        Whether it stays, and where trials are logged.
    record : dict
        What run.json says.
    """

    def __init__(self, directory: Path, settings: SearchSettings, record: dict[str, Any]) -> None:
        self.directory = directory
        self.run_id = directory.name
        self._settings = settings
        self._record = record
        self.log = TrialLog(directory, settings.storage)
        self._write()

    @property
    def models_dir(self) -> Path:
        """Where workers leave fold models."""
        return self.directory / "models"

    @property
    def data_dir(self) -> Path:
        """Where the matrices lie that workers map into memory; gone when the run ends."""
        return self.directory / "data"

    def update(self, **fields: Any) -> None:
        """Change fields of run.json."""
        self._record.update(fields)
        self._write()

    def keep_model(self, pipeline: Pipeline) -> None:
        """Write the result in the background, so that the call can return; `load_model` waits for it."""
        if not self._settings.save_run:
            return
        thread = threading.Thread(target=_save_model, args=(self.directory, pipeline), name=f"save {self.run_id}")
        _saving[str(self.directory)] = thread
        thread.start()

    def close(self, *, resumable: bool) -> None:
        """Delete what only the search needed."""
        shutil.rmtree(self.data_dir, ignore_errors=True)
        if not self._settings.save_run:
            shutil.rmtree(self.directory, ignore_errors=True)
        elif not resumable:
            shutil.rmtree(self.models_dir, ignore_errors=True)
            RunStore(self.directory.parent).prune()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            write_json(self.directory / "run.json", self._record)


def open_workspace(task: Task, settings: SearchSettings, resume: str | None) -> tuple[Workspace, dict[int, Trial]]:
    """Make the directory of a run, or open that of a run which was cut off.

    Returns
    -------
    Workspace, dict of int to Trial
        The trials are those of the resumed run; empty for a new one.

    Raises
    ------
    SearchError
        If the run to resume asked something else.
    StorageError
        If there is no such run.
    """
    if resume is not None:
        run = RunStore(settings.runs_dir).find(resume)
        workspace = _resumed(task, settings, run)
        return workspace, {number: trial for number, trial in workspace.log.read().items() if _usable(trial)}
    asked = {**_question(task, settings), "metric_title": task.metric.display_name}
    record = {"state": "running", **this_process(), **asked, "settings": settings.public()}
    return Workspace(_new_directory(settings), settings, record), {}


def load_model(run: RunSummary) -> Pipeline:
    """Load the fitted pipeline of a run that this user made on this machine.

    The file is a pickle. It is opened only when it belongs to this user, nobody else may write it, and its hash is
    the recorded one; a model from somebody else travels as a file of ``Run.save`` instead.

    Raises
    ------
    StorageError
        If there is no model, or the file is not as it was written.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml import fit
    >>> from jupyter_metaml.search import RunStore, load_model
    >>> df = load_iris(as_frame=True).frame
    >>> run = fit(df, target="target", max_trials=1, families=["linear"], executor="inline", random_state=0)
    >>> load_model(RunStore().find(run.id)).predict(df.head(2)).tolist()
    [0, 0]
    """
    if (thread := _saving.get(str(run.path))) is not None:
        thread.join()
    path = run.path / MODEL_FILE
    try:
        content = path.read_bytes()
        expected = read_json(run.path / "model.json").get("sha256")
        status = path.stat()
    except (OSError, ValueError) as error:
        message = f"Run {run.run_id!r} ({run.state}) kept no model. Resume it, or fit again."
        raise StorageError(message) from error
    foreign = hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022)
    if foreign or hashlib.sha256(content).hexdigest() != expected:
        message = f"The model of run {run.run_id!r} is not the file that was written, so it is not opened. Fit again."
        raise StorageError(message)
    pipeline: Pipeline = pickle.loads(content)  # noqa: S301 - own file, owner and hash checked above
    return pipeline


def _save_model(directory: Path, pipeline: Pipeline) -> None:
    try:
        content = pickle.dumps(pipeline, protocol=5)
        temporary = directory / f"{MODEL_FILE}.part"
        temporary.touch(mode=0o600)
        temporary.write_bytes(content)
        write_json(directory / "model.json", {"sha256": hashlib.sha256(content).hexdigest()})
        temporary.replace(directory / MODEL_FILE)
    except OSError as error:
        logger.warning("The model of run %s could not be kept: %s.", directory.name, error)


def _new_directory(settings: SearchSettings) -> Path:
    if settings.save_run:
        try:
            return RunStore(settings.runs_dir).create()
        except StorageError as error:
            logger.warning("%s This run is not kept.", error)
    directory = Path(tempfile.mkdtemp(prefix="jupyter_metaml-"))
    for part in ("oof", "models"):
        (directory / part).mkdir(mode=0o700)
    return directory


def _question(task: Task, settings: SearchSettings) -> dict[str, Any]:
    return {
        "fingerprint": task.fingerprint,
        "kind": task.kind,
        "metric": task.metric.name,
        "target": str(task.target_name),
        "n_rows": task.n_rows,
        "n_columns": task.n_columns,
        "n_folds": task.splits.n_folds,
        "random_state": settings.random_state,
    }


def _resumed(task: Task, settings: SearchSettings, run: RunSummary) -> Workspace:
    record = read_json(run.path / "run.json")
    asked = _question(task, settings)
    differing = [name for name, value in asked.items() if record.get(name) != value]
    if differing:
        listed = ", ".join(f"{name} was {record.get(name)!r} and is {asked[name]!r}" for name in differing)
        message = f"Run {run.run_id!r} cannot go on: {listed}. Give the same data and settings, or start a new run."
        raise SearchError(message)
    if run.state == "running":
        message = f"Run {run.run_id!r} is still running, here or in another process."
        raise SearchError(message)
    run.path.joinpath("models").mkdir(mode=0o700, exist_ok=True)
    return Workspace(run.path, settings, {**record, "state": "running", **this_process()})


def _usable(trial: Trial) -> bool:
    """Whether a logged trial needs no second run: it failed, or its models are still there."""
    if not trial.finished:
        return trial.number > 0
    return trial.model_file is not None and Path(trial.model_file).exists()
