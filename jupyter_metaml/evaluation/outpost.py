"""The task of one search where this process's files cannot be seen: it travels once, and trials are measured there.

::

    this process                       worker of a cluster                     its own worker processes
    Outpost.of(handles) --pickled-->  Outpost: unpack into a directory  --DataHandle--> mapped into memory
    TrialJob ----------------------->  measure: IsolatedExecutor, limits ------------->  run_trial
    Delivery.keep <------------------  trial and fold models as bytes  <---------------  models/7.pkl

Trials run in worker processes of the outpost, so that one that crashes, hangs or takes too much memory ends alone, as
on this machine.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jupyter_metaml.evaluation.isolation import IsolatedExecutor
from jupyter_metaml.evaluation.limits import MIB
from jupyter_metaml.evaluation.measure import run_trial
from jupyter_metaml.evaluation.outcome import outcome
from jupyter_metaml.evaluation.task_data import DataHandle

if TYPE_CHECKING:
    from jupyter_metaml.evaluation.job import TrialJob
    from jupyter_metaml.evaluation.trial import Trial
    from jupyter_metaml.typing import AnyArray

_BYTES = np.uint8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delivery:
    """A trial on its way back.

    Parameters
    ----------
    trial : Trial
        Its model file is one of the machine where it was measured.
    models : ndarray of uint8 or None
        Content of that file.
    """

    trial: Trial
    models: AnyArray | None

    def keep(self, directory: str | None) -> Trial:
        """Write the models here, and return the trial with its file; a full disk costs the models, not the scores."""
        if self.models is None or directory is None:
            return self.trial
        file = Path(directory) / f"{self.trial.number}.pkl"
        part = file.with_suffix(".part")
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.models.tofile(part)
            part.replace(file)
        except OSError as error:
            reason = "; ".join(
                filter(None, [self.trial.reason, f"its models were not kept: {error.strerror or error}"])
            )
            return dataclasses.replace(self.trial, model_file=None, model_mib=0.0, reason=reason)
        return dataclasses.replace(self.trial, model_file=str(file))


class Outpost:
    """Measures trials of one search, wherever it has been sent.

    What it unpacks and the processes that it starts are gone when it is forgotten: nobody has to be asked to tidy up,
    not even when the process that sent it has died.

    Parameters
    ----------
    token : str
        Names the search.
    handles : sequence of DataHandle
        The task with its own folds, then with those of each repeat; the directories are those where it was made.
    files : sequence of dict of str to ndarray of uint8
        Content of the directory of each handle, by the name of the file.
    """

    def __init__(self, token: str, handles: Sequence[DataHandle], files: Sequence[dict[str, AnyArray]]) -> None:
        self.token = token
        self._handles = tuple(handles)
        self._files = tuple(files)
        self._lock = threading.Lock()
        self._n_busy = 0
        self._directory: Path | None = None
        self._executor: IsolatedExecutor | None = None

    @classmethod
    def of(cls, token: str, handles: Sequence[DataHandle]) -> Outpost:
        """Take in the files of a task.

        Parameters
        ----------
        token : str
            Names the search.
        handles : sequence of DataHandle
            As for `Outpost`.
        """
        directories = [Path(handle.directory) for handle in handles]
        return cls(
            token, handles, [{path.name: np.fromfile(path, _BYTES) for path in d.iterdir()} for d in directories]
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without what belongs to one process."""
        return Outpost, (self.token, self._handles, self._files)

    def __sizeof__(self) -> int:
        """Tell a cluster what it takes in memory."""
        return sum(content.nbytes for files in self._files for content in files.values())

    @property
    def mib(self) -> float:
        """What it takes in memory, and again on disk where it is unpacked."""
        return self.__sizeof__() / MIB

    def measure(self, job: TrialJob, repeat: int, scratch: str | None = None) -> Delivery:
        """Measure a trial in a worker process, and wait for it.

        As many run at the same time as there are calls at the same time.

        Parameters
        ----------
        job : TrialJob
            With the limits of the worker process; a directory for models stands for "keep them".
        repeat : int
            Which handle.
        scratch : str or None, default=None
            Where to unpack; None means the directory for temporary files.
        """
        with self._lock:
            directory, executor = self._opened(scratch)
            self._n_busy += 1
            executor.grow(self._n_busy)
        try:
            models_dir = None if job.model_dir is None else str(directory / "models")
            handle = dataclasses.replace(self._handles[repeat], directory=str(directory / str(repeat)))
            future = executor.submit(
                run_trial, dataclasses.replace(job, model_dir=models_dir), handle, limits=job.limits
            )
            return _delivery(outcome(job, future))
        finally:
            with self._lock:
                self._n_busy -= 1

    def stop(self) -> None:
        """End the trials that run; their calls return."""
        if self._executor is not None:
            self._executor.kill_running()

    def _opened(self, scratch: str | None) -> tuple[Path, IsolatedExecutor]:
        if self._directory is None:
            self._directory = self._unpacked(Path(tempfile.mkdtemp(prefix="jupyter_metaml-", dir=scratch)))
            weakref.finalize(self, shutil.rmtree, self._directory, ignore_errors=True)
        if self._executor is None:
            self._executor = IsolatedExecutor(1)
            weakref.finalize(self, self._executor.kill)
        return self._directory, self._executor

    def _unpacked(self, directory: Path) -> Path:
        for place, files in enumerate(self._files):
            inner = directory / str(place)
            inner.mkdir(mode=0o700)
            for name, content in files.items():
                content.tofile(inner / name)
        return directory


def _delivery(trial: Trial) -> Delivery:
    if trial.model_file is None:
        return Delivery(trial=trial, models=None)
    file = Path(trial.model_file)
    models = np.fromfile(file, _BYTES)
    file.unlink()
    return Delivery(trial=trial, models=models)
