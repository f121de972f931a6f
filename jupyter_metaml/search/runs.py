"""Where runs are kept: one directory per run, readable with nothing but a text editor.

::

    <user data directory>/jupyter_metaml/runs/<run id>/
        run.json      settings, state, scores (written whole, then renamed)
        journal.log   Optuna journal with every finished trial
        oof/          out-of-fold predictions by trial number
        models/       fold models by trial number; after the run those of the blend only
        result.json   members, weights and the hashes of their files

To change a record, raise SCHEMA and read the older one in `RunSummary.from_record`.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.location import HOME_VARIABLE, home
from jupyter_metaml.wording import quoted

SCHEMA = 1
KEEP_RUNS = 30
KEEP_MIB = 2_000.0
SAME_START_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One line of the list of runs.

    Parameters
    ----------
    run_id : str
        Names the run.
    state : {"running", "done", "stopped", "failed", "interrupted"}
        "interrupted" means that its process ended before the run did; such a run can be resumed.
    kind, metric, target : str
        What was asked; the metric as it is shown to people.
    score : float or None
        What to expect on new rows, in the metric's own sign.
    n_trials : int
        Trials that came back.
    started_at : str
        UTC time in ISO 8601.
    seconds : float or None
        Length of the run.
    path : Path
        Its directory.
    """

    run_id: str
    state: str
    kind: str
    metric: str
    target: str
    score: float | None
    n_trials: int
    started_at: str
    seconds: float | None
    path: Path

    @property
    def resumable(self) -> bool:
        """Whether `resume` can go on with it."""
        return self.state in {"interrupted", "stopped"}

    @classmethod
    def from_record(cls, record: Mapping[str, Any], path: Path) -> RunSummary:
        """Read a run.json; a run whose process is gone counts as interrupted."""
        state = str(record.get("state", "failed"))
        if state == "running" and not _is_alive(record):
            state = "interrupted"
        return cls(
            run_id=path.name,
            state=state,
            kind=str(record.get("kind", "")),
            metric=str(record.get("metric_title") or record.get("metric", "")),
            target=str(record.get("target", "")),
            score=record.get("score"),
            n_trials=int(record.get("n_trials") or 0),
            started_at=str(record.get("started_at", "")),
            seconds=record.get("seconds"),
            path=path,
        )


class RunStore:
    """The runs of one user.

    Parameters
    ----------
    root : Path or None, default=None
        Directory of the runs; None means ``$JUPYTER_METAML_HOME/runs``, or the user's data directory.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from jupyter_metaml.search import RunStore
    >>> RunStore(Path(tempfile.mkdtemp())).list()
    ()
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = default_root() if root is None else Path(root)

    def create(self) -> Path:
        """Make the directory of a new run, readable by its owner only.

        Raises
        ------
        StorageError
            If it cannot be made.
        """
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        path = self.root / f"{stamp}-{secrets.token_hex(3)}"
        try:
            path.mkdir(parents=True, mode=0o700)
            for part in ("oof", "models"):
                (path / part).mkdir(mode=0o700)
        except OSError as error:
            message = f"The run cannot be kept in {str(self.root)!r} ({error.strerror}). Set {HOME_VARIABLE} elsewhere."
            raise StorageError(message) from error
        return path

    def list(self) -> tuple[RunSummary, ...]:
        """Return all runs, newest first; unreadable ones are left out."""
        if not self.root.is_dir():
            return ()
        found = []
        for path in sorted(self.root.iterdir(), reverse=True):
            with contextlib.suppress(OSError, ValueError):
                found.append(RunSummary.from_record(read_json(path / "run.json"), path))
        return tuple(found)

    def find(self, run_id: str) -> RunSummary:
        """Return a run by its name, or by the start of it.

        Raises
        ------
        StorageError
            If there is no such run, or several.
        """
        runs = self.list()
        matches = [run for run in runs if run.run_id == run_id] or [
            run for run in runs if run_id and (run.run_id.startswith(run_id) or run.run_id.endswith(run_id))
        ]
        if len(matches) != 1:
            known = ", ".join(run.run_id for run in runs[:5]) or "none yet"
            what = "more than one run" if matches else "no run"
            message = f"There is {what} named {quoted(run_id)}. The latest are: {known}."
            raise StorageError(message)
        return matches[0]

    def prune(self) -> None:
        """Delete the oldest finished runs beyond the number and the size that are kept."""
        total = 0.0
        for place, run in enumerate(self.list()):
            total += _size_mib(run.path)
            if run.state != "running" and place and (place >= KEEP_RUNS or total > KEEP_MIB):
                shutil.rmtree(run.path, ignore_errors=True)


def default_root() -> Path:
    """Return the directory of the runs of this user."""
    return home() / "runs"


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"schema": SCHEMA, **record}, file, indent=1, default=str)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any]:
    """Read a record that `write_json` wrote.

    Raises
    ------
    ValueError
        If it is no such record, or one of a newer version.
    """
    record = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(record, dict) or not isinstance(record.get("schema"), int) or record["schema"] > SCHEMA:
        message = f"{path.name} is not a record that this version reads. Upgrade jupyter_metaml to open it."
        raise ValueError(message)
    return record


def this_process() -> dict[str, Any]:
    """Return the fields of run.json by which the process of a run is known again.

    Its number is not enough: after a container is started anew, another kernel has it. Seconds from the start of the
    machine do not change when its clock is set.
    """
    return {"pid": os.getpid(), "pid_since_boot_s": _since_boot_s(os.getpid())}


def _is_alive(record: Mapping[str, Any]) -> bool:
    pid, recorded_s = record.get("pid"), record.get("pid_since_boot_s")
    since_boot_s = _since_boot_s(pid) if isinstance(pid, int) else None
    if since_boot_s is None:
        return False
    return not isinstance(recorded_s, float) or abs(since_boot_s - recorded_s) < SAME_START_S


def _since_boot_s(pid: int) -> float | None:
    """Return when a process was started; None when it is gone, or is only waited for."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time() - psutil.boot_time())
    except psutil.AccessDenied:
        return math.nan
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return None


def _size_mib(path: Path) -> float:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 2**20
