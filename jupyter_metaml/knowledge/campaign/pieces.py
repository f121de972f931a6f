"""What a campaign has measured so far, on disk: a folder per task, a line per configuration.

::

    <out>/<task id>/task.json             the record of the task
                   /unsuited.json         families that do not suit it
                   /trials.jsonl          one line per configuration, appended when it is done
                   /truth.npy             targets of the validation rows, and test.npy of the rows kept back
                   /predictions/<id>.npz  out-of-fold and test predictions of a configuration

A line that was cut by the end of the process is left out when the file is read, and measured again; other files are
written whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
from jupyter_metaml.pipelines import Configuration

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.campaign.layout import LaidOut
    from jupyter_metaml.knowledge.campaign.measuring import Measured


class Pieces:
    """The folder of a campaign.

    Parameters
    ----------
    root : Path
        Made if it is not there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def begin(self, laid_out: LaidOut, unsuited: Iterable[str]) -> None:
        """Write what is known of a task before its first trial, the families that do not suit it among it."""
        folder = self._folder(laid_out.record.id)
        (folder / "predictions").mkdir(parents=True, exist_ok=True)
        np.save(folder / "truth.npy", laid_out.y)
        np.save(folder / "test.npy", laid_out.test.y)
        _write_whole(folder / "unsuited.json", sorted(unsuited))
        _write_whole(folder / "task.json", asdict(laid_out.record))

    def add(self, task_id: str, measured: Measured) -> None:
        """Append a trial, after its predictions are on disk."""
        folder = self._folder(task_id)
        if measured.oof is not None and measured.test is not None:
            name = measured.record.configuration.id
            np.savez_compressed(folder / "predictions" / f"{name}.npz", oof=measured.oof, test=measured.test)
        record = {**asdict(measured.record), "configuration": measured.record.configuration.as_dict()}
        with (folder / "trials.jsonl").open("ab+") as stream:
            if stream.tell() and _last_byte(stream) != b"\n":
                stream.write(b"\n")  # what was cut must not spoil the line after it
            stream.write(json.dumps(record).encode() + b"\n")

    def done(self, task_id: str) -> set[Configuration]:
        """Return the configurations that a task has a line for."""
        return {trial.configuration for trial in self._trials(task_id)}

    def unsuited(self, task_id: str) -> frozenset[str]:
        """Return the families that are known not to suit a task."""
        path = self._folder(task_id) / "unsuited.json"
        return frozenset(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else frozenset()

    def read(self) -> Iterator[tuple[TaskRecord, list[TrialRecord]]]:
        """Return everything, task by task in the order of their names."""
        for path in sorted(self.root.glob("*/task.json")):
            record = TaskRecord(**json.loads(path.read_text(encoding="utf-8")))
            yield record, self._trials(record.id)

    def _trials(self, task_id: str) -> list[TrialRecord]:
        path = self._folder(task_id) / "trials.jsonl"
        if not path.is_file():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        records = [_decoded(line) for line in lines]
        return [_trial(record) for record in records if record is not None]

    def _folder(self, task_id: str) -> Path:
        return self.root / task_id


def _write_whole(path: Path, content: object) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)


def _last_byte(stream: BinaryIO) -> bytes:
    stream.seek(-1, os.SEEK_END)
    return stream.read(1)


def _decoded(line: str) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None
    return record


def _trial(record: dict[str, Any]) -> TrialRecord:
    configuration = Configuration.from_dict(record["configuration"])
    fold_scores = tuple(record["fold_scores"])
    return TrialRecord(**{**record, "configuration": configuration, "fold_scores": fold_scores})
