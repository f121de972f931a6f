"""Turn every kind of table that people have into a pandas DataFrame of our own.

Other libraries are recognised through ``sys.modules``: a table of theirs can only exist when they are loaded, and
nothing is imported to find out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse

from jupyter_metaml.tasks.errors import NotATableError, TooLargeError

# Sparse data above this size is refused rather than made dense.
MAX_DENSE_BYTES = 2 * 2**30

# From pandas 3 on, copies are made when somebody writes; before, a snapshot has to copy at once.
_COPY_ON_WRITE = int(pd.__version__.split(".", maxsplit=1)[0]) >= 3

# Root module of a type -> what to do with an object of it.
_ADVICE = {
    "cudf": "Convert it: df = df.to_pandas().",
    "dask": "Convert it: df = df.compute().",
    "duckdb": "Convert it: df = relation.df().",
    "ibis": "Convert it: df = table.to_pandas().",
    "modin": "Convert it: df = df.modin.to_pandas().",
    "pyspark": "Convert it: df = df.toPandas().",
    "vaex": "Convert it: df = df.to_pandas_df().",
    "xarray": "Convert it: df = data.to_dataframe().reset_index().",
}


def read_table(data: object) -> tuple[pd.DataFrame, bool]:
    """Take a snapshot of a table as a plain pandas DataFrame with its own column names.

    What the caller changes in `data` afterwards does not reach the snapshot.  With pandas 3 it shares memory with a
    pandas table until one of both is written to.

    Parameters
    ----------
    data : table of n_rows rows
        pandas DataFrame (subclasses too), polars DataFrame, pyarrow Table or RecordBatch, 2-D or structured NumPy
        array, SciPy sparse matrix, dict of columns, list of dicts, list of equally long lists.

    Returns
    -------
    frame : DataFrame of shape (n_rows, n_columns)
        A DataFrame, not a subclass; values as they were.
    from_array : bool
        Whether the table had no column names and got ``x0``, ``x1``, ...

    Raises
    ------
    NotATableError
        If `data` is something else; the message says how to convert it.
    TooLargeError
        If sparse data would take more than `MAX_DENSE_BYTES` when dense.
    """
    frame, from_array = _read(data)
    return _in_native_order(frame), from_array


def check_dense_size(n_rows: int, n_columns: int, *, item_bytes: int) -> None:
    """Refuse sparse data that would be too large when dense.

    Raises
    ------
    TooLargeError
        If it takes more than `MAX_DENSE_BYTES`.
    """
    needed = float(n_rows) * n_columns * item_bytes
    if needed > MAX_DENSE_BYTES:
        raise TooLargeError.dense(n_rows, n_columns, needed_bytes=needed, cap_bytes=MAX_DENSE_BYTES)


def _read(data: object) -> tuple[pd.DataFrame, bool]:
    if isinstance(data, pd.DataFrame):
        frame = pd.DataFrame(data, copy=not _COPY_ON_WRITE)
        frame.attrs = {}
        return frame, False
    for module, read in (("polars", _from_polars), ("pyarrow", _from_arrow)):
        if (found := read(sys.modules.get(module), data)) is not None:
            return found, False
    if scipy.sparse.issparse(data):
        return _from_sparse(data), True
    if isinstance(data, np.ndarray):
        return _from_array(data)
    if isinstance(data, Mapping):
        return _from_mapping(data), False
    if isinstance(data, list | tuple) and data:
        return _from_list(data)
    if _refused(data) is None and callable(getattr(data, "__array__", None)):
        return _from_array(np.asarray(data))
    raise _not_a_table(data)


def _in_native_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the bytes of foreign numbers (old instruments, FITS files), of which pandas cannot even select columns."""
    for place, dtype in enumerate(frame.dtypes):
        if isinstance(dtype, np.dtype) and not dtype.isnative:
            frame.isetitem(place, frame.iloc[:, place].to_numpy().astype(dtype.newbyteorder("=")))
    return frame


def _from_polars(polars: Any, data: Any) -> pd.DataFrame | None:
    if polars is None or not isinstance(data, polars.DataFrame):
        return None
    columns = {column.name: _polars_column(polars, column) for column in data}
    return pd.DataFrame(columns, copy=False, index=pd.RangeIndex(data.height))


def _polars_column(polars: Any, column: Any) -> pd.Series[Any]:
    """Convert one column without going through pyarrow, which need not be installed."""
    dtype = column.dtype
    if dtype in (polars.Categorical, polars.Enum):
        texts = column.cast(polars.String).to_list()
        levels = list(dtype.categories) if dtype == polars.Enum else None
        return pd.Series(pd.Categorical(texts, categories=levels))
    if dtype.is_decimal():
        column = column.cast(polars.Float64)
    elif dtype.is_nested() or (dtype.is_integer() and column.null_count()):
        # Lists of Python objects: long whole numbers keep their digits beside missing ones.
        return pd.Series(column.to_list(), dtype=object)
    values = column.to_numpy()
    if values.dtype.kind == "M":
        values = values.astype("datetime64[us]")
    # polars tables cannot be written to in place, but a NumPy view of theirs could.
    return pd.Series(values.copy() if values.dtype != object else values)


def _from_arrow(pyarrow: Any, data: Any) -> pd.DataFrame | None:
    if pyarrow is None:
        return None
    if isinstance(data, pyarrow.RecordBatch):
        data = pyarrow.Table.from_batches([data])
    if not isinstance(data, pyarrow.Table):
        return None
    frame: pd.DataFrame = data.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _from_sparse(data: Any) -> pd.DataFrame:
    if data.ndim != 2:
        raise NotATableError.of_dimensions(data.ndim)
    n_rows, n_columns = data.shape
    check_dense_size(n_rows, n_columns, item_bytes=data.dtype.itemsize)
    return pd.DataFrame(data.toarray(), columns=_numbered(n_columns))


def _from_array(data: np.ndarray[Any, Any]) -> tuple[pd.DataFrame, bool]:
    if data.dtype.names is not None:
        return _built(lambda: pd.DataFrame({name: np.array(data[name]) for name in data.dtype.names or ()})), False
    if data.ndim != 2:
        raise NotATableError.of_dimensions(data.ndim)
    names = _numbered(data.shape[1])
    if isinstance(data, np.ma.MaskedArray):
        return pd.DataFrame(data, columns=names, copy=True), True
    return pd.DataFrame(np.array(data), columns=names, copy=False), True


def _from_mapping(data: Mapping[Any, Any]) -> pd.DataFrame:
    if type(data).__module__.startswith("sklearn."):
        raise _not_a_table(data)
    if data and all(map(pd.api.types.is_scalar, data.values())):
        raise NotATableError.of_one_row()
    return _built(lambda: pd.DataFrame(dict(data)))


def _from_list(data: list[Any] | tuple[Any, ...]) -> tuple[pd.DataFrame, bool]:
    if all(isinstance(row, Mapping) for row in data):
        return _built(lambda: pd.DataFrame.from_records(list(data))), False
    rows = [row for row in data if isinstance(row, list | tuple | np.ndarray)]
    if len(rows) == len(data) and len({len(row) for row in rows}) == 1:
        # not as an array of one type, which would make a text of every number beside one
        frame, from_array = _from_array(np.array(data, dtype=object))
        return frame.infer_objects(), from_array
    raise _not_a_table(data)


def _built(build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Let pandas put columns together, and pass on why it could not."""
    try:
        return build()
    except (TypeError, ValueError) as error:
        raise NotATableError.misfit(error) from error


def _numbered(n_columns: int) -> list[str]:
    return [f"x{position}" for position in range(n_columns)]


def _not_a_table(data: object) -> NotATableError:
    kind = type(data)
    shown = (
        "None" if data is None else f"a {kind.__module__.split('.')[0]} {kind.__name__}".replace("a builtins ", "a ")
    )
    return NotATableError.of(shown, _refused(data) or "Convert it, for example: df = pd.DataFrame(data).")


def _refused(data: object) -> str | None:
    """Say how to convert an object that is refused on purpose; None for one that nobody thought of."""
    kind = type(data)
    root, name = kind.__module__.split(".")[0], kind.__name__
    if "GroupBy" in name:
        return "Pass the table it was made from, or one row per group, for example grouped.mean().reset_index()."
    if name == "Series":
        return "For one row: df = data.to_frame().T; for one column: df = data.to_frame(), with a target beside it."
    if name == "LazyFrame":
        return "Collect it first: df = lazy.collect()."
    if name == "RecordBatchReader":
        return "Read it first: table = reader.read_all()."
    if isinstance(data, pd.Index):
        return "Convert it: df = data.to_frame(index=False)."
    if isinstance(data, str | bytes):
        return "If it is a file, read it first: df = pd.read_csv(path)."
    if root == "sklearn":
        return "Load it with as_frame=True and pass bunch.frame, or pass bunch.data and bunch.target."
    if data is None:
        return "A step before may have returned nothing: methods with inplace=True do."
    if callable(data):
        return "Call it and pass what it returns."
    return _ADVICE.get(root)
