"""One file format for the shipped base and for what people give each other: a zip of JSON and arrays.

::

    pack.json            format, version, counts, names of the meta-features
    tasks.json           one record per task, one per row of the arrays
    configurations.json  family and values, one per column of the arrays
    loss.npy ...         float64, tasks x configurations, one file per name of ARRAYS
    meta_features.npy    float64, tasks x names, NaN where a task has none

A pack is read as if an enemy had written it: sizes are looked at before anything is unpacked, arrays hold numbers and
nothing else, no value is executed.  A bad row is left out and counted; a bad file is refused in one line.

To change the format, raise VERSION and go on reading the older ones: packs of every released version open for ever.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.knowledge_base import ARRAYS, MAX_CELLS, KnowledgeBase
from jupyter_metaml.knowledge.pack_rows import check_trials, is_plain_name, read_configurations, read_tasks
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.records import TaskRecord
    from jupyter_metaml.typing import FloatArray

FORMAT = "jupyter_metaml knowledge pack"
VERSION = 1

MAX_FILE_MIB = 64
MAX_TASKS = MAX_CONFIGURATIONS = 20_000
MAX_META_FEATURES = 300
_MAX_JSON_BYTES = {"pack.json": 2**20, "tasks.json": 2**25, "configurations.json": 2**23}
_META_FEATURES = "meta_features.npy"
_NPY_HEADER_BYTES = 128
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same base gives the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What a pack gave.

    Parameters
    ----------
    source : str
        Name of the pack, made of its content.
    n_tasks, n_configurations, n_trials : int
        What was taken.
    left_out : mapping of str to int
        How many rows were left out, by reason.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import PackReport
    >>> print(PackReport(source="a colleague", n_tasks=2, n_configurations=5, n_trials=9, left_out={"too large": 1}))
    9 trials of 5 configurations on 2 tasks. 1 row left out: too large (1).
    """

    source: str
    n_tasks: int
    n_configurations: int
    n_trials: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_left_out(self) -> int:
        """Rows that were left out."""
        return sum(self.left_out.values())

    def __str__(self) -> str:
        trials, tried = counted(self.n_trials, "trial"), counted(self.n_configurations, "configuration")
        taken = f"{trials} of {tried} on {counted(self.n_tasks, 'task')}"
        if not self.left_out:
            return f"{taken}."
        reasons = "; ".join(f"{reason} ({count:,})" for reason, count in sorted(self.left_out.items()))
        return f"{taken}. {counted(self.n_left_out, 'row')} left out: {reasons}."


def write_pack(base: KnowledgeBase, path: str | Path) -> None:
    """Write a base to a file, whole or not at all; equal bases give equal files.

    Parameters
    ----------
    base : KnowledgeBase
    path : str or Path

    Raises
    ------
    StorageError
        If the file cannot be written, or the base is larger than a pack may be.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from jupyter_metaml.knowledge import KnowledgeBase, read_pack, write_pack
    >>> path = Path(tempfile.mkdtemp()) / "empty.zip"
    >>> write_pack(KnowledgeBase.empty(), path)
    >>> base, report = read_pack(path)
    >>> base.n_tasks, report.n_trials
    (0, 0)
    """
    path = Path(path)
    _check_counts(base.n_tasks, len(base.configurations), str(path))
    names = sorted({name for task in base.tasks for name in task.meta_features})
    description = {
        "format": FORMAT,
        "version": VERSION,
        "n_tasks": base.n_tasks,
        "n_configurations": len(base.configurations),
        "meta_features": names,
    }
    contents = {
        "pack.json": _json(description),
        "tasks.json": _json([_task_record(task) for task in base.tasks]),
        "configurations.json": _json([configuration.as_dict() for configuration in base.configurations]),
        **{f"{name}.npy": _npy(getattr(base, name)) for name in ARRAYS},
        _META_FEATURES: _npy(_meta_features(base.tasks, names)),
    }
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as stream:
                _write_zip(stream, contents)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"The pack {str(path)!r} cannot be written ({error.strerror}). Name another file."
        raise StorageError(message) from error


def read_pack(path: str | Path | IO[bytes]) -> tuple[KnowledgeBase, PackReport]:
    """Read a pack; rows that are not as they should be are left out.

    Parameters
    ----------
    path : str, Path or binary file
        What `write_pack` wrote, or anything.

    Returns
    -------
    KnowledgeBase, PackReport
        Of families that exist here; and what was left out.

    Raises
    ------
    StorageError
        If the file is no pack, of a newer version, damaged or too large.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from jupyter_metaml.knowledge import read_pack, shipped_base, write_pack
    >>> path = Path(tempfile.mkdtemp()) / "some.zip"
    >>> write_pack(shipped_base().rows(range(3)), path)
    >>> base, report = read_pack(path)
    >>> base.n_tasks, report.n_left_out
    (3, 0)
    """
    where = str(path) if isinstance(path, str | Path) else "given"
    content = _content(path, where)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _unpack(archive, where)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise StorageError(_NO_PACK.format(where=where)) from error
    return _base_of(files, where, f"pack-{hashlib.sha256(content).hexdigest()[:12]}")


_NO_PACK = "The file {where!r} is no knowledge pack, or is damaged. Ask for it again, or export it again."
_TOO_LARGE = (
    "The pack {where!r} is too large: {what}. Allowed are {tasks:,} tasks, {configurations:,} configurations and "
    "{cells:,} pairs."
)


def _base_of(files: Mapping[str, bytes], where: str, source: str) -> tuple[KnowledgeBase, PackReport]:
    description = _parsed(files["pack.json"], dict, where)
    if description.get("format") != FORMAT:
        raise StorageError(_NO_PACK.format(where=where))
    version = description.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        message = f"The pack {where!r} is of a version that this one does not read. Upgrade jupyter_metaml."
        raise StorageError(message)
    task_records = _parsed(files["tasks.json"], list, where)
    configuration_records = _parsed(files["configurations.json"], list, where)
    names = description.get("meta_features")
    if not isinstance(names, list) or len(names) > MAX_META_FEATURES or not all(_is_name(name) for name in names):
        raise StorageError(_NO_PACK.format(where=where))
    shape = (len(task_records), len(configuration_records))
    _check_counts(*shape, where)
    arrays = {name: _array(files[f"{name}.npy"], shape, where) for name in ARRAYS}
    meta_features = _array(files[_META_FEATURES], (len(task_records), len(names)), where)

    left_out: Counter[str] = Counter()
    rows, tasks = read_tasks(task_records, names, meta_features, left_out)
    columns, configurations = read_configurations(configuration_records, left_out)
    arrays = {name: values[np.ix_(rows, columns)] for name, values in arrays.items()}
    base = KnowledgeBase(tasks=tuple(tasks), configurations=tuple(configurations), **check_trials(arrays, left_out))
    report = PackReport(
        source=source,
        n_tasks=base.n_tasks,
        n_configurations=len(base.configurations),
        n_trials=base.n_trials,
        left_out=dict(left_out),
    )
    return base, report


def _content(path: str | Path | IO[bytes], where: str) -> bytes:
    limit = MAX_FILE_MIB * 2**20
    try:
        if isinstance(path, str | Path):
            with Path(path).open("rb") as stream:
                content = stream.read(limit + 1)
        else:
            content = path.read(limit + 1)
    except OSError as error:
        message = f"The pack {where!r} cannot be read ({error.strerror})."
        raise StorageError(message) from error
    if len(content) > limit:
        message = f"The pack {where!r} is too large. Allowed are {MAX_FILE_MIB} MiB."
        raise StorageError(message)
    return content


def _unpack(archive: zipfile.ZipFile, where: str) -> dict[str, bytes]:
    """Unpack the files that a pack has, each only as far as it may be long; nothing touches the disk."""
    limits = _MAX_JSON_BYTES | {f"{name}.npy": MAX_CELLS * 8 + _NPY_HEADER_BYTES for name in ARRAYS}
    limits[_META_FEATURES] = MAX_TASKS * MAX_META_FEATURES * 8 + _NPY_HEADER_BYTES
    entries = archive.infolist()
    if sorted(entry.filename for entry in entries) != sorted(limits):
        raise StorageError(_NO_PACK.format(where=where))
    files = {}
    for entry in entries:
        limit = limits[entry.filename]
        if entry.file_size > limit or entry.compress_type not in _COMPRESSIONS:
            what = f"{entry.filename} would take more than {limit:,} bytes"
            raise StorageError(_too_large(where, what))
        with archive.open(entry) as stream:
            files[entry.filename] = stream.read(limit + 1)
        if len(files[entry.filename]) > limit:
            raise StorageError(_NO_PACK.format(where=where))
    return files


def _parsed(content: bytes, kind: type, where: str) -> Any:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise StorageError(_NO_PACK.format(where=where)) from error
    if not isinstance(parsed, kind):
        raise StorageError(_NO_PACK.format(where=where))
    return parsed


def _array(content: bytes, shape: tuple[int, int], where: str) -> FloatArray:
    """Read an array whose header is the one that it has to be: headers of strangers are not parsed."""
    header = _npy_header(shape)
    if not content.startswith(header) or len(content) != len(header) + 8 * shape[0] * shape[1]:
        raise StorageError(_NO_PACK.format(where=where))
    return np.frombuffer(content, dtype="<f8", offset=len(header)).reshape(shape).astype(np.float64)


def _check_counts(n_tasks: int, n_configurations: int, where: str) -> None:
    if n_tasks > MAX_TASKS or n_configurations > MAX_CONFIGURATIONS or n_tasks * n_configurations > MAX_CELLS:
        raise StorageError(_too_large(where, f"{n_tasks:,} tasks and {n_configurations:,} configurations"))


def _too_large(where: str, what: str) -> str:
    return _TOO_LARGE.format(
        where=where, what=what, tasks=MAX_TASKS, configurations=MAX_CONFIGURATIONS, cells=MAX_CELLS
    )


def _is_name(name: object) -> bool:
    return isinstance(name, str) and is_plain_name(name)


def _task_record(task: TaskRecord) -> dict[str, Any]:
    return {
        "id": task.id,
        "family": task.family,
        "origin": task.origin,
        "kind": task.kind,
        "metric": task.metric,
        "n_rows": int(task.n_rows),
        "n_columns": int(task.n_columns),
        "n_classes": int(task.n_classes),
    }


def _meta_features(tasks: Sequence[TaskRecord], names: Sequence[str]) -> FloatArray:
    values = [[task.meta_features.get(name, np.nan) for name in names] for task in tasks]
    return np.array(values, dtype=np.float64).reshape(len(tasks), len(names))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _npy(values: FloatArray) -> bytes:
    return _npy_header(values.shape) + np.ascontiguousarray(values, dtype="<f8").tobytes()


def _npy_header(shape: tuple[int, ...]) -> bytes:
    """Write the header of version 1.0 of the format (numpy.lib.format), byte for byte the same for ever."""
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape[0]}, {shape[1]}), }}"
    length = _NPY_HEADER_BYTES - 10
    return b"\x93NUMPY\x01\x00" + length.to_bytes(2, "little") + text.ljust(length - 1).encode() + b"\n"


def _write_zip(stream: IO[bytes], contents: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
