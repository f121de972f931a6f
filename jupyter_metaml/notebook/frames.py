"""Find the table that a magic is about."""

from __future__ import annotations

import types
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.wording import did_you_mean, listed, quoted

# Told by the names of types, so that no library is imported to be asked.
_TABLES = frozenset({("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table")})
_CONVERSIONS = {
    ("polars", "LazyFrame"): "{name}.collect()",
    ("dask", "DataFrame"): "{name}.compute()",
    ("dask_expr", "DataFrame"): "{name}.compute()",
    ("modin", "DataFrame"): "{name}.modin.to_pandas()",
    ("duckdb", "DuckDBPyRelation"): "{name}.df()",
    ("_duckdb", "DuckDBPyRelation"): "{name}.df()",
    ("pyspark", "DataFrame"): "{name}.toPandas()",
    ("pandas", "Series"): "{name}.to_frame()",
    ("polars", "Series"): "{name}.to_frame()",
}


def is_table(value: object) -> bool:
    """Tell whether a value is a table that can be searched on."""
    if any(_address(kind) in _TABLES for kind in type(value).__mro__):
        return True
    if _address(type(value)) != ("numpy", "ndarray"):
        return False
    array: Any = value
    return array.ndim == 2 or array.dtype.names is not None


def table_names(lookup: Mapping[str, Any]) -> list[str]:
    """Return the names of the DataFrames of the notebook; arrays are too many to be listed."""
    return [
        name
        for name, value in list(lookup.items())
        if not name.startswith("_") and any(_address(kind) in _TABLES for kind in type(value).__mro__)
    ]


def find_table(given: object, lookup: Mapping[str, Any]) -> object:
    """Return the table that `given` names, or `given` itself when it is one.

    Raises
    ------
    UsageError
        If nothing is named, or the name is unknown; the message lists the tables that are there.
    DataError
        If the name stands for something else; the message says what, and how to make a table of it.
    """
    if given is None:
        message = f"No table is named. {_what_is_there(lookup)}"
        raise UsageError(message)
    if not isinstance(given, str):
        return _checked(given, "data")
    if given in lookup:
        return _checked(lookup[given], given)
    if not given.isidentifier():
        message = (
            f"{quoted(given)} is not a name. Put an expression into the body of %%automl, as in data = df[df.x > 0],"
            " or give its result a name first."
        )
        raise UsageError(message)
    names = table_names(lookup)
    message = f"There is no variable {quoted(given)}.{did_you_mean(given, names)} {_what_is_there(lookup)}"
    raise UsageError(message)


def column_labels(table: Any) -> list[Hashable]:
    """Return the labels of the columns of a table, in order."""
    if hasattr(table, "column_names"):
        return list(table.column_names)
    if hasattr(table, "columns"):
        return list(table.columns)
    names: Sequence[str] | None = table.dtype.names
    return list(range(table.shape[1])) if names is None else list(names)


def _checked(value: object, name: str) -> object:
    if is_table(value):
        return value
    message = f"{name!r} is {_described(value)}, not a table.{_advice(value, name)}"
    raise DataError(message)


def _what_is_there(lookup: Mapping[str, Any]) -> str:
    names = table_names(lookup)
    if names:
        return f"DataFrames in this notebook: {listed(names)}."
    return "There is no DataFrame in this notebook yet; load one first, as in df = pd.read_csv('file.csv')."


def _described(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"


def _advice(value: object, name: str) -> str:
    for kind in type(value).__mro__:
        if _address(kind) in _CONVERSIONS:
            return f" Convert it: {_CONVERSIONS[_address(kind)].format(name=name)}."
        if kind.__name__.endswith("GroupBy"):
            return f" Use the table before .groupby, or aggregate it: {name}.mean().reset_index()."
    if isinstance(value, types.ModuleType | type):
        return " Give the name of a DataFrame."
    if callable(value):
        return f" Call it first: df = {name}()."
    if isinstance(value, str):
        return f" Load it first: df = pd.read_csv({name})."
    if isinstance(value, list | tuple | dict):
        return f" Convert it: df = pd.DataFrame({name})."
    return " Give the name of a DataFrame."


def _address(kind: type) -> tuple[str, str]:
    return (kind.__module__.partition(".")[0], kind.__name__)
