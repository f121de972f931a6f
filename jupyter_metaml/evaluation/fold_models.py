"""The models of a trial's folds on disk, so that what was measured is what is used."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from jupyter_metaml.exceptions import StorageError

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.evaluation.trial import Trial

MIB = 2**20
# All models of one trial together. A forest beyond that would also be slow to load and to predict with.
MAX_MODELS_MIB = 512.0


class ModelsTooLargeError(StorageError):
    """The models of a trial take more disk than one trial may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptModels:
    """Where the models are; without a file, why they were not kept."""

    file: str | None
    mib: float
    reason: str = ""


def keep_models(models: Sequence[Pipeline], file: Path, *, limit_mib: float = MAX_MODELS_MIB) -> KeptModels:
    """Write fitted models into one pickle.

    The file appears whole or not at all. A full disk, models beyond the limit and models that cannot be pickled are
    no error of the trial: its scores stand, it only cannot be part of the result.

    Parameters
    ----------
    models : sequence of Pipeline
        Fitted.
    file : Path
        Its directory is made if it is not there.
    limit_mib : float, default=512
        Largest size of the file.
    """
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("wb", buffering=0) as stream:
            writer = _LimitedWriter(stream, limit_mib)
            pickle.dump(list(models), writer, protocol=5)
        part.replace(file)
    except (OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return KeptModels(file=None, mib=0.0, reason=f"its models were not kept: {error}")
    return KeptModels(file=str(file), mib=writer.n_bytes / MIB)


def load_models(trial: Trial) -> list[Pipeline]:
    """Read the fold models of a trial.

    The file is a pickle: trials come from this user's own runs only.

    Parameters
    ----------
    trial : Trial
        Measured with a directory for models.

    Returns
    -------
    list of Pipeline
        In the order of the folds; one model for all where it was fitted once.

    Raises
    ------
    StorageError
        If the models were not kept, or the file is gone.
    """
    if trial.model_file is None:
        message = f"Trial {trial.number} kept no models: {trial.reason or trial.status}. Fit its configuration again."
        raise StorageError(message)
    try:
        # LightGBM reads its trees with OpenMP, which hangs with more than one thread in a fork of a process that has
        # used it.
        with Path(trial.model_file).open("rb") as stream, threadpool_limits(limits=1, user_api="openmp"):
            models: list[Pipeline] = pickle.load(stream)  # noqa: S301 - written by our own worker
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        message = f"The models of trial {trial.number} cannot be read: {_reason(error)}. Fit it again."
        raise StorageError(message) from error
    return models


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


class _LimitedWriter:
    """Counts what a pickle writes and stops it at the limit, before the disk is full."""

    def __init__(self, stream: RawIOBase, limit_mib: float) -> None:
        self._stream = stream
        self._limit_mib = limit_mib
        self.n_bytes = 0

    def write(self, chunk: bytes) -> int:
        size = memoryview(chunk).nbytes
        self.n_bytes += size
        if self.n_bytes > self._limit_mib * MIB:
            message = f"they take more than {self._limit_mib:.0f} MiB"
            raise ModelsTooLargeError(message)
        rest = memoryview(chunk).cast("B")
        while rest:
            rest = rest[self._stream.write(rest) or 0 :]
        return size
