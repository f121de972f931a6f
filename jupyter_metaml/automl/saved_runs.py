"""Runs as files: in the store of this user, and as a directory that travels.

::

    <directory>/
        report.json       report, input contract and versions; plain values only
        model.skops       the fitted pipeline; types outside a short list are refused unless trusted by name
        leaderboard.csv   all trials, for people and spreadsheets

Nothing is executed by loading: JSON is read into known types, and skops builds only types that were allowed. A run of
the store has `report.json` beside the model that the search has kept.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl.contract import InputContract
from jupyter_metaml.automl.leaderboard import leaderboard_frame
from jupyter_metaml.automl.portable import TRUSTED, from_portable, to_portable
from jupyter_metaml.automl.records import from_plain, to_plain
from jupyter_metaml.automl.report import RunReport, versions
from jupyter_metaml.automl.requirements import with_weights
from jupyter_metaml.automl.shown_text import plain_text
from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.search import RunStore, load_model

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.pipeline import Pipeline

logger = logging.getLogger(__name__)
_being_written: dict[Path, threading.Thread] = {}
SCHEMA = 1
REPORT_FILE = "report.json"
MODEL_FILE = "model.skops"
LEADERBOARD_FILE = "leaderboard.csv"
MAX_UNPACKED_BYTES = 8 * 2**30
MAX_REPORT_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """The part of a run that is stored beside its pipeline.

    Parameters
    ----------
    report : RunReport
        What views show.
    contract : InputContract
        What new data has to look like.
    label_dtype : str or None
        The pandas dtype of the target, where predictions have to come back in it.
    """

    report: RunReport
    contract: InputContract
    label_dtype: str | None


class UntrustedTypesError(StorageError):
    """A model file holds types that nobody has allowed."""

    @classmethod
    def of(cls, path: Path, types: Sequence[str]) -> UntrustedTypesError:
        """List the types, and how to allow them."""
        listed = ", ".join(types[:10])
        return cls(
            f"{path.name} holds types that are not known to be harmless: {listed}. "
            f"If you know who made it, load it with trust={list(types[:10])!r}."
        )


class VersionsDifferWarning(UserWarning):
    """A model was made with other versions of the packages that it needs."""


def keep_record(record: RunRecord, runs_dir: Path | None) -> None:
    """Put the report of a run beside its model in the store; a full disk costs the report, not the run.

    It is written in the background, so that the call can return: a table of 10,000 columns takes seconds.

    Parameters
    ----------
    record : RunRecord
        Report and input contract.
    runs_dir : Path or None
        Where runs are kept; None means the user's data directory.
    """
    directory = RunStore(runs_dir).root / record.report.run_id
    if directory.is_dir():
        thread = threading.Thread(target=_keep, args=(record, directory), name=f"report {record.report.run_id}")
        _being_written[directory] = thread
        thread.start()


def _keep(record: RunRecord, directory: Path) -> None:
    try:
        _write(directory / REPORT_FILE, _record_text(record))
    except OSError as error:
        logger.warning("The report of run %s could not be kept: %s.", record.report.run_id, error)


def read_kept(run_id: str, runs_dir: str | PathLike[str] | None = None) -> tuple[RunRecord, Pipeline]:
    """Read a run of the store.

    Parameters
    ----------
    run_id : str
        Name of the run, or the start or end of it.
    runs_dir : path or None, default=None
        Where runs are kept; None means the user's data directory.

    Returns
    -------
    RunRecord, Pipeline

    Raises
    ------
    StorageError
        If there is no such run, or it has no model.
    """
    run = RunStore(None if runs_dir is None else Path(runs_dir).expanduser()).find(run_id)
    pipeline = load_model(run)
    if (thread := _being_written.pop(run.path, None)) is not None:
        thread.join()
    return _read_record(run.path / REPORT_FILE), pipeline


def write_run(path: str | PathLike[str], record: RunRecord, pipeline: Pipeline) -> None:
    """Write a run to a directory of its own.

    Parameters
    ----------
    path : path
        A directory that does not exist yet, is empty, or holds a saved run, which is replaced.
    record : RunRecord
        Report and input contract.
    pipeline : Pipeline
        Fitted.

    Raises
    ------
    StorageError
        If the place is taken, or it or the model cannot be written.
    """
    directory = Path(path).expanduser()
    if directory.exists() and not directory.is_dir():
        message = f"{str(directory)!r} is a file. Give the name of a directory for the run."
        raise StorageError(message)
    if directory.is_dir() and any(directory.iterdir()) and not (directory / REPORT_FILE).exists():
        message = f"{str(directory)!r} holds other files. Give a new directory for the run."
        raise StorageError(message)
    model = _as_skops(pipeline, [row.family for row in record.report.members])
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _write(directory / MODEL_FILE, model)
        _write(directory / LEADERBOARD_FILE, _spreadsheet(leaderboard_frame(record.report.leaderboard)))
        _write(directory / REPORT_FILE, _record_text(record))
    except (OSError, ValueError) as error:  # a null character in a path is a ValueError
        reason = getattr(error, "strerror", None) or error
        message = f"The run cannot be written to {str(directory)!r} ({reason}). Give another directory."
        raise StorageError(message) from error


def read_run(path: str | PathLike[str], *, trust: Sequence[str] = ()) -> tuple[RunRecord, Pipeline]:
    """Read a run that `write_run` has written.

    Parameters
    ----------
    path : path
        The directory.
    trust : sequence of str, default=()
        Types to accept in the model besides the known ones.

    Returns
    -------
    RunRecord, Pipeline

    Raises
    ------
    StorageError
        If it is no saved run, or the model holds types that nobody trusts.
    """
    directory = Path(path).expanduser()
    record = _read_record(directory / REPORT_FILE)
    _warn_of_versions(record)
    return record, _load_skops(directory / MODEL_FILE, trust)


def _spreadsheet(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV in which no text is a formula: spreadsheets run what begins with one of a few signs."""
    texts = {name: frame[name].map(_inert) for name in ("model", "family", "origin", "status")}
    return frame.assign(**texts).to_csv(index=False).encode()


def _inert(text: str) -> str:
    shown = plain_text(text)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown


def _as_skops(pipeline: Pipeline, members: Sequence[str]) -> bytes:
    """Write a model so that reading it runs nothing; modules of torch, which TabPFN keeps, cannot be written so."""
    from skops import io as skops_io  # a third of a second, and two where torch is installed: not before a search

    try:
        return bytes(skops_io.dumps(to_portable(pipeline), compression=zipfile.ZIP_DEFLATED))
    except (RuntimeError, TypeError) as error:
        others = [found.name for found in with_weights(members)]
        way_out = f"Fit again with exclude={others!r}, or pickle" if others else "Pickle"
        message = f"The model cannot be written for others to read ({error}). {way_out} run.pipeline for your own use."
        raise StorageError(message) from error


def _load_skops(path: Path, trust: Sequence[str]) -> Pipeline:
    from skops import io as skops_io

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{str(path)!r} is no model file ({error}). Give the directory that Run.save has written."
        raise StorageError(message) from error
    if unpacked > MAX_UNPACKED_BYTES:
        message = f"{str(path)!r} unpacks to {unpacked / 2**30:.0f} GiB, more than a model takes. It is not opened."
        raise StorageError(message)
    found = skops_io.get_untrusted_types(file=path)
    unknown = sorted(set(found) - TRUSTED - set(trust))
    if unknown:
        raise UntrustedTypesError.of(path, unknown)
    return from_portable(skops_io.load(path, trusted=found))


def _record_text(record: RunRecord) -> bytes:
    return json.dumps({"schema": SCHEMA, "run": to_plain(record)}).encode()


def _read_record(path: Path) -> RunRecord:
    try:
        if path.stat().st_size > MAX_REPORT_BYTES:
            message = f"{str(path)!r} is larger than the report of a run can be. It is not opened."
            raise StorageError(message)
        content: Any = json.loads(path.read_bytes())
    except StorageError:
        raise
    except FileNotFoundError as error:
        message = f"{str(path.parent)!r} holds no report of a run. Give the directory that Run.save has written."
        raise StorageError(message) from error
    except (OSError, ValueError, RecursionError) as error:
        message = f"{str(path)!r} cannot be read as the report of a run ({error})."
        raise StorageError(message) from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        message = f"{str(path)!r} is no report that this version reads. Upgrade jupyter_metaml to open it."
        raise StorageError(message)
    return from_plain(RunRecord, content.get("run"))


def _warn_of_versions(record: RunRecord) -> None:
    here = versions()
    packages = ("scikit-learn", "numpy", "lightgbm", "catboost", "xgboost", "tabicl")
    differing = [
        f"{name} {there} (here {here.get(name, 'not installed')})"
        for name, there in record.report.versions.items()
        if name in packages and here.get(name) != there
    ]
    if differing:
        message = f"The model was made with other versions: {', '.join(differing)}. It may fail, or predict otherwise."
        warnings.warn(message, VersionsDifferWarning, stacklevel=4)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
