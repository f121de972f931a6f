"""What workers need of a task, handed over once: arrays in files that all of them map into memory."""

from __future__ import annotations

import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle
import numpy as np
from scipy import sparse

from jupyter_metaml.evaluation.latency import latency_s
from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.typing import Kind

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import FeatureLayout, TableShape, View
    from jupyter_metaml.tasks import Metric, Splits, Task
    from jupyter_metaml.typing import AnyArray, FloatArray

HEADER_FILE = "header.pkl"
# The current run, and the one whose last trial is still under way.
CACHED_TASKS = 2
_PLAIN = ("kind", "n_classes", "classes", "metric", "splits", "prepare_row_s", "shape")
_SPARSE_PARTS = ("data", "indices", "indptr")
_cache: OrderedDict[str, TaskData] = OrderedDict()
_cache_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaskData:
    """What a configuration is measured on.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
        What is predicted.
    n_classes : int
        0 for regression.
    classes : ndarray of shape (n_classes,) or None
        Original labels by code.
    metric : Metric
        Scores predictions.
    y : ndarray of shape (n_samples,)
        Class codes or numbers.
    sample_weight : ndarray of shape (n_samples,) or None
        None weighs all rows alike.
    splits : Splits
        Folds of row positions.
    views : mapping of str to (matrix, FeatureLayout)
        Numeric tables by the name of the view; ndarrays or CSR matrices, read-only when they come from files.
    prepare_row_s : mapping of str to float
        Seconds to turn one row of the table into one of the matrix, by the name of the view.
    shape : TableShape
        Measures of the table.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.evaluation import TaskData
    >>> from jupyter_metaml.pipelines import fit_views, shape_of
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> profile = profile_task(task)
    >>> views = fit_views(task, profile)
    >>> data = TaskData.of(task, views, shape_of(task, profile, views))
    >>> data.n_classes, list(data.views)
    (3, ['dense'])
    """

    kind: Kind
    n_classes: int
    classes: AnyArray | None
    metric: Metric
    y: AnyArray
    sample_weight: FloatArray | None
    splits: Splits
    views: Mapping[str, tuple[Any, FeatureLayout]]
    prepare_row_s: Mapping[str, float]
    shape: TableShape

    @classmethod
    def of(cls, task: Task, views: Mapping[str, View], shape: TableShape) -> TaskData:
        """Collect what workers need of a task and its fitted views.

        Parameters
        ----------
        task : Task
            Target, metric, splits and weights.
        views : mapping of str to View
            By name.
        shape : TableShape
            Measures of the table.
        """
        return cls(
            kind=task.kind,
            n_classes=0 if task.kind == "regression" else task.n_classes,
            classes=task.classes,
            metric=task.metric,
            y=task.y,
            sample_weight=task.sample_weight,
            splits=task.splits,
            views={name: (view.matrix, view.layout) for name, view in views.items()},
            prepare_row_s={name: _prepare_row_s(view, task) for name, view in views.items()},
            shape=shape,
        )

    def save(self, directory: str | os.PathLike[str]) -> DataHandle:
        """Write everything into a directory that only this user may enter.

        Parameters
        ----------
        directory : path
            Made if it is not there. It has to stay until the last worker is done with it; who gave it removes it.

        Returns
        -------
        DataHandle
            Small; what is sent to workers.

        Raises
        ------
        StorageError
            If the disk is full or may not be written.
        """
        place = Path(directory)
        header = {name: getattr(self, name) for name in _PLAIN}
        header["views"] = {name: (layout, _stored_shape(matrix)) for name, (matrix, layout) in self.views.items()}
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
            np.save(place / "y.npy", self.y)
            if self.sample_weight is not None:
                np.save(place / "sample_weight.npy", self.sample_weight)
            for name, (matrix, _) in self.views.items():
                for part, array in _parts(name, matrix).items():
                    np.save(place / part, array)
            (place / HEADER_FILE).write_bytes(cloudpickle.dumps(header, protocol=5))
        except OSError as error:
            message = (
                f"The table could not be written to {str(place)!r}: {error.strerror or error}. Free some space there."
            )
            raise StorageError(message) from error
        return DataHandle(directory=str(place), token=secrets.token_hex(8), is_weighted=self.sample_weight is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataHandle:
    """Where a `TaskData` lies.

    Parameters
    ----------
    directory : str
        Holds its files.
    token : str
        Tells one save from the next, for the cache.
    is_weighted : bool
        Whether there are sample weights.
    """

    directory: str
    token: str
    is_weighted: bool

    def load(self) -> TaskData:
        """Map the arrays into memory, read-only; the last two are kept per process.

        Raises
        ------
        StorageError
            If the files are gone.
        """
        with _cache_lock:
            if self.token in _cache:
                _cache.move_to_end(self.token)
                return _cache[self.token]
        data = self._read()
        with _cache_lock:
            _cache[self.token] = data
            while len(_cache) > CACHED_TASKS:
                _cache.popitem(last=False)
        return data

    def _read(self) -> TaskData:
        place = Path(self.directory)
        try:
            header = cloudpickle.loads((place / HEADER_FILE).read_bytes())
            views = {
                name: (_read_matrix(place, name, shape), layout)
                for name, (layout, shape) in header.pop("views").items()
            }
            weight = _mapped(place / "sample_weight.npy") if self.is_weighted else None
            return TaskData(**header, y=_mapped(place / "y.npy"), sample_weight=weight, views=views)
        except OSError as error:
            message = (
                f"The table in {self.directory!r} cannot be read: {error.strerror or error}. Start the search again."
            )
            raise StorageError(message) from error


def _prepare_row_s(view: View, task: Task) -> float:
    row = task.X.iloc[:1]
    with quietly():
        return latency_s(lambda: view.transformer.transform(row))


def _is_sparse(matrix: Any) -> bool:
    return bool(sparse.issparse(matrix))


def _stored_shape(matrix: Any) -> tuple[int, int] | None:
    """Return the shape of a sparse matrix, which its parts do not tell; None for a dense one."""
    return (matrix.shape[0], matrix.shape[1]) if _is_sparse(matrix) else None


def _parts(name: str, matrix: Any) -> dict[str, AnyArray]:
    if not _is_sparse(matrix):
        return {f"view-{name}.npy": np.ascontiguousarray(matrix)}
    rows = matrix.tocsr()
    return {f"view-{name}-{part}.npy": getattr(rows, part) for part in _SPARSE_PARTS}


def _read_matrix(place: Path, name: str, shape: tuple[int, int] | None) -> Any:
    if shape is None:
        return _mapped(place / f"view-{name}.npy")
    parts = tuple(_mapped(place / f"view-{name}-{part}.npy") for part in _SPARSE_PARTS)
    return sparse.csr_matrix(parts, shape=shape, copy=False)


def _mapped(path: Path) -> AnyArray:
    # A plain array over the mapped file: estimators need not know about memory maps.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
