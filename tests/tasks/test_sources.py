from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import scipy.sparse
from sklearn.datasets import load_iris

from jupyter_metaml.tasks import NotATableError, TooLargeError, as_frame, sources
from jupyter_metaml.tasks.sources import read_table

TABLE = {"a": [1, 2, 3], "b": ["x", None, "z"]}


@pytest.mark.parametrize(
    "data",
    [
        pd.DataFrame(TABLE),
        pl.DataFrame(TABLE),
        pa.table(TABLE),
        pa.RecordBatch.from_pydict(TABLE),
        TABLE,
        [{"a": 1, "b": "x"}, {"a": 2, "b": None}, {"a": 3, "b": "z"}],
    ],
    ids=["pandas", "polars", "arrow", "batch", "dict", "records"],
)
def test_tables_of_all_kinds_become_the_same_frame(data: object):
    frame, names = as_frame(data)

    assert names == {"a": "a", "b": "b"}
    assert frame["a"].tolist() == [1, 2, 3]
    assert frame["a"].dtype == np.int64
    assert frame["b"].fillna("missing").tolist() == ["x", "missing", "z"]
    assert type(frame) is pd.DataFrame


def test_polars_column_types_survive():
    table = pl.DataFrame(
        {
            "level": pl.Series(["lo", None, "hi"], dtype=pl.Enum(["lo", "hi"])),
            "long": [2**60, None, 2**60 + 1],
            "price": pl.Series(["1.50", None, "2"]).cast(pl.Decimal(10, 2)),
            "when": pl.Series(["2020-01-01", None, "2020-01-02"]).str.to_date(),
            "flag": [True, False, True],
        }
    )

    frame, _ = as_frame(table)

    assert frame["level"].cat.categories.tolist() == ["lo", "hi"]
    assert frame["long"].tolist()[::2] == [str(2**60), str(2**60 + 1)]
    assert frame["price"].tolist()[::2] == [1.5, 2.0]
    assert frame["when"].dtype == "datetime64[us]"
    assert frame["flag"].dtype == bool


@pytest.mark.parametrize(
    "data",
    [np.eye(3), scipy.sparse.eye(3, format="csr"), np.eye(3).tolist(), np.ma.masked_equal(np.eye(3), 5)],
    ids=["array", "sparse", "lists", "masked"],
)
def test_tables_without_names_get_numbered_ones(data: object):
    frame, from_array = read_table(data)

    assert from_array
    assert list(frame.columns) == ["x0", "x1", "x2"]
    np.testing.assert_array_equal(frame.to_numpy(dtype=float), np.eye(3))


def test_lists_of_rows_keep_the_types_of_their_columns():
    frame, _ = read_table([[1, 2.5, "a"], [3, None, "b"]])

    assert [dtype.kind for dtype in frame.dtypes[:2]] == ["i", "f"]
    assert frame["x2"].tolist() == ["a", "b"]


def test_structured_array_keeps_its_names():
    frame, from_array = read_table(np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "i4"), ("b", "f8")]))

    assert not from_array
    assert frame["b"].tolist() == [2.5, 4.5]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (None, "returned nothing"),
        (pd.DataFrame(TABLE)["a"], r"one row: df = data\.to_frame\(\)\.T; for one column: df = data\.to_frame\(\)"),
        (pl.DataFrame(TABLE)["a"], "to_frame"),
        (pl.DataFrame(TABLE).lazy(), r"lazy\.collect\(\)"),
        (pd.DataFrame(TABLE).groupby("a"), "reset_index"),
        (len, "Call it"),
        ("table.csv", "read_csv"),
        ([1, 2, 3], r"pd\.DataFrame\(data\)"),
        ([[1], [1, 2]], r"pd\.DataFrame\(data\)"),
        (np.ones(3), "reshape"),
        (np.ones((2, 2, 2)), "reshape"),
        (np.array(3), "0-D"),
        ({"a": [1], "b": [1, 2]}, "pandas says"),
        ({"a": 1}, r"pass it in a list: \[data\]"),
        (load_iris(), "as_frame=True"),
        (type("Relation", (), {"__module__": "duckdb"})(), r"relation\.df\(\)"),
        (type("DataFrame", (), {"__module__": "modin.pandas.dataframe"})(), r"modin\.to_pandas"),
        (type("Frame", (), {"__module__": "dask.dataframe", "__array__": len})(), r"df\.compute\(\)"),
        (SimpleNamespace(), "SimpleNamespace"),
    ],
    ids=lambda value: value if isinstance(value, str) and "\\" not in value else None,
)
def test_what_is_no_table_is_named_with_a_way_to_convert_it(data: object, advice: str):
    with pytest.raises(NotATableError, match=advice):
        read_table(data)


def test_sparse_data_that_would_be_too_large_is_refused_with_numbers():
    data = scipy.sparse.csr_matrix((10**6, 10**4))

    with pytest.raises(TooLargeError, match=r"1,000,000 rows x 10,000 sparse columns take 74\.5 GiB.*2\.0 GiB"):
        read_table(data)


def test_sparse_columns_count_against_the_same_cap(monkeypatch: pytest.MonkeyPatch):
    frame = pd.DataFrame({"a": pd.arrays.SparseArray([0.0] * 100)})
    monkeypatch.setattr(sources, "MAX_DENSE_BYTES", 799)

    with pytest.raises(TooLargeError):
        as_frame(frame)


def test_changes_by_the_caller_do_not_reach_the_snapshot():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"], "c": pd.array([1, 2], dtype="Int64")})
    array = np.ones((2, 2))
    snapshots = as_frame(frame)[0], as_frame(array)[0]

    frame.loc[0, "a"] = 99.0
    frame.iloc[0, 1] = "changed"
    frame["c"].array[0] = 99
    array[0, 0] = 99.0

    assert snapshots[0].loc[0].tolist() == [1.0, "x", 1]
    assert snapshots[1].loc[0].tolist() == [1.0, 1.0]


def test_changes_to_the_snapshot_do_not_reach_the_caller():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    snapshot, _ = read_table(frame)

    snapshot.loc[0, "a"] = 99.0
    snapshot.columns = ["other"]

    assert frame.to_dict("list") == {"a": [1.0, 2.0]}


def test_attributes_and_subclass_are_left_behind():
    frame = type("Geo", (pd.DataFrame,), {})({"a": [1]})
    frame.attrs["source"] = "survey"

    snapshot, _ = read_table(frame)

    assert type(snapshot) is pd.DataFrame
    assert snapshot.attrs == {}
    assert frame.attrs == {"source": "survey"}


def test_numbers_of_another_byte_order_are_turned():
    for data in (np.arange(4.0).reshape(2, 2).astype(">f8"), {"a": np.arange(2, dtype=">i4")}):
        frame, _ = read_table(data)

        assert all(dtype.isnative for dtype in frame.dtypes)


def test_other_libraries_are_not_imported_to_find_out():
    code = (
        "import sys, numpy as np; from jupyter_metaml.tasks import as_frame; as_frame(np.eye(2));"
        "print('polars' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
