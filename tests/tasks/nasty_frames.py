"""One catalogue of nasty inputs for intake, profile, fit and predict: fault groups B, C and D of the design.

Every frame is small (10 to 120 rows), made anew by each call of its builder, and learnable where nothing is said: the
column ``size`` tells ``y``.  ``expect`` is what `make_task` does: ``"ok"``, or the kind of error.

Use it as ``@pytest.mark.parametrize("case", NASTY_FRAMES, ids=lambda case: case.id)``, or `usable_frames()` for those
that make a task, or `frames_with_new_rows()` for those with something to say at predict time.
"""

from __future__ import annotations

import datetime as dt
import enum
import ipaddress
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, Literal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import scipy.sparse

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.tasks import (
    ColumnNamesError,
    ColumnValuesError,
    EmptyTableError,
    GroupsError,
    LengthError,
    NotATableError,
    RareClassError,
    TargetKindError,
    TargetNotFoundError,
    TargetValuesError,
    TimeOrderError,
    TooFewRowsError,
    WeightsError,
)

Built = tuple[Any, Any]
TITLES = np.array(["Mr", "Mrs", "Dr"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NastyFrame:
    """One nasty input.

    Attributes
    ----------
    id : str
        Row of the fault catalogue and a few words.
    build : callable () -> (data, target)
        Makes the table and the target, afresh.
    expect : "ok" or type of exception
        What `make_task(data, target, **options)` does.
    options : mapping
        More arguments of `make_task`.
    build_new : callable () -> data, optional
        Rows to predict after a fit on `build`.
    expect_new : {"ok", "error"}
        What predicting them does.
    """

    id: str
    build: Callable[[], Built]
    expect: Literal["ok"] | type[Exception] = "ok"
    options: Mapping[str, Any] = field(default_factory=dict)
    build_new: Callable[[], Any] | None = None
    expect_new: Literal["ok", "error"] = "ok"


def good(n_rows: int = 60, **columns: Any) -> pd.DataFrame:
    """Make a learnable table: two numbers, a category, and a target with noise; more columns by keyword."""
    rng = np.random.default_rng(7)
    size = rng.normal(size=n_rows)
    frame = pd.DataFrame(
        {
            "size": size,
            "count": rng.integers(0, 9, n_rows),
            "title": rng.choice(TITLES, n_rows),
            "y": np.where(size + 0.5 * rng.normal(size=n_rows) > 0, "yes", "no"),
        }
    )
    return frame.assign(**columns)


def number_target(n_rows: int = 60) -> np.ndarray:
    rng = np.random.default_rng(8)
    return good(n_rows)["size"].to_numpy() * 3 + rng.normal(size=n_rows)


def cycled(values: list[Any], n_rows: int = 60) -> pd.Series:
    """Repeat values down a column of objects, whatever they are."""
    filled = np.empty(n_rows, dtype=object)
    for row in range(n_rows):
        filled[row] = values[row % len(values)]
    return pd.Series(filled, dtype=object)


def column(values: list[Any]) -> Callable[[], Built]:
    """Build a good table with one more column, ``odd``, of objects."""
    return lambda: (good(odd=cycled(values)), "y")


def typed(values: list[Any], dtype: Any) -> Callable[[], Built]:
    """Build a good table with one more column, ``odd``, of a type."""
    return lambda: (good(odd=pd.array([values[row % len(values)] for row in range(60)], dtype=dtype)), "y")


def target(values: Callable[[], Any]) -> Callable[[], Built]:
    """Build the features of a good table with another target."""
    return lambda: (good().drop(columns="y"), values())


def renamed(names: list[Any]) -> Callable[[], Built]:
    """Build a good table with these names for its columns, the last of which is the target."""

    def build() -> Built:
        frame = good()
        frame.columns = pd.Index(names, dtype=object, tupleize_cols=False)
        return frame, names[-1]

    return build


class Colour(enum.Enum):
    RED = 1


class Subclass(pd.DataFrame):
    """What libraries such as geopandas make of a table."""

    @property
    def _constructor(self) -> type[Subclass]:
        return Subclass


def indexed(index: Callable[[], Any]) -> Callable[[], Built]:
    return lambda: (good().set_axis(index(), axis=0), "y")


def read_only() -> Built:
    values = np.random.default_rng(0).normal(size=(60, 3))
    values.setflags(write=False)
    return pd.DataFrame(values, columns=["a", "b", "c"], copy=False), (values[:, 0] > 0)


def hostile_names() -> Built:
    names = [
        '<img src=x onerror="alert(1)">',
        "a-b",
        "a_b",
        'say "hi", [ok]: {1}\n',
        "zero\u200bwidth",
        "\u202eright to left",
        "null\x00",
        "n" * 10_000,
        "\ud800",
        "",
    ]
    values = np.random.default_rng(1).normal(size=(60, len(names)))
    frame = pd.DataFrame(values, columns=pd.Index(names, dtype=object))
    return frame, np.where(values[:, 0] > 0, "<b>yes</b>", "no")


SHAPES = [
    NastyFrame(id="B1-no-rows", build=lambda: (good().head(0), "y"), expect=EmptyTableError),
    NastyFrame(id="B1-no-columns", build=lambda: (pd.DataFrame(index=range(60)), "y"), expect=EmptyTableError),
    NastyFrame(id="B1-only-the-target", build=lambda: (good()[["y"]], "y"), expect=EmptyTableError),
    NastyFrame(id="B2-one-row", build=lambda: (good().head(1), "y"), expect=TargetValuesError),
    NastyFrame(id="B2-two-rows", build=lambda: (good().head(2), [0.5, 1.5]), expect=TooFewRowsError),
    NastyFrame(id="B2-nine-rows", build=lambda: (good(9), "y"), expect=TooFewRowsError),
    NastyFrame(id="B2-ten-rows", build=lambda: (good(10), ["a", "b"] * 5)),
    NastyFrame(id="B2-fewer-rows-than-folds", build=lambda: (good(12), ["a"] * 9 + ["b"] * 3), options={"n_folds": 8}),
    NastyFrame(id="B3-duplicate-names", build=renamed(["a", "b", "a", "y"]), expect=ColumnNamesError),
    NastyFrame(id="B4-duplicate-target", build=renamed(["a", "y", "b", "y"]), expect=ColumnNamesError),
    NastyFrame(id="B5-integer-names", build=renamed([0, 1, 2, 3])),
    NastyFrame(id="B5-mixed-names", build=renamed([1, "1", np.nan, "y"])),
    NastyFrame(id="B5-none-and-tuple-names", build=renamed([None, ("a", 1), 2.5, Colour.RED])),
    NastyFrame(id="B5-timestamp-names", build=renamed([*pd.date_range("2020", periods=3), "y"])),
    NastyFrame(
        id="B5-boolean-names", build=lambda: (good()[["size", "count"]].set_axis([True, False], axis=1), good()["y"])
    ),
    NastyFrame(
        id="B6-multiindex-columns",
        build=lambda: (good().set_axis(pd.MultiIndex.from_product([["a"], list("wxyz")]), axis=1), ("a", "z")),
        expect=ColumnNamesError,
    ),
    NastyFrame(
        id="B7-multiindex-rows",
        build=indexed(lambda: pd.MultiIndex.from_product([range(6), range(10)], names=["p", "q"])),
    ),
    NastyFrame(id="B7-duplicate-index", build=indexed(lambda: [3] * 60)),
    NastyFrame(id="B7-unsorted-index", build=indexed(lambda: np.arange(60)[::-1])),
    NastyFrame(id="B7-datetime-index", build=indexed(lambda: pd.date_range("2020", periods=60, tz="Asia/Tokyo"))),
    NastyFrame(id="B7-index-of-texts", build=indexed(lambda: pd.Index([f"id{row}" for row in range(60)], name="id"))),
    NastyFrame(id="B8-hostile-names", build=hostile_names),
    NastyFrame(id="B9-step-syntax-names", build=renamed(["model__alpha", "features", "__len__", "y"])),
    NastyFrame(id="B10-slice-of-a-frame", build=lambda: (good(120)[::2], "y")),
    NastyFrame(id="B10-read-only-buffer", build=read_only),
    NastyFrame(id="B12-subclass-with-attrs", build=lambda: (Subclass(good()), "y")),
]

VALUES = [
    NastyFrame(id="C1-all-nan-column", build=column([np.nan])),
    NastyFrame(id="C1-all-none-column", build=column([None])),
    NastyFrame(
        id="C1-all-nan-row",
        build=lambda: (good().where(pd.Series(np.arange(60) != 5), axis=0).assign(y=good()["y"]), "y"),
    ),
    NastyFrame(id="C1-nan-but-for-one-fold", build=column([None] * 55 + [1.0, 2.0, 3.0, 4.0, 5.0])),
    NastyFrame(id="C1-every-feature-nan", build=lambda: (pd.DataFrame({"a": [np.nan] * 60, "y": good()["y"]}), "y")),
    NastyFrame(id="C2-infinite", build=column([np.inf, -np.inf, 1.0, 2.0, None])),
    NastyFrame(id="C2-only-infinite", build=column([np.inf])),
    NastyFrame(id="C3-constant", build=column([7])),
    NastyFrame(id="C3-quasi-constant", build=column([1] * 59 + [2])),
    NastyFrame(id="C3-all-unique", build=lambda: (good(odd=[f"id-{row:04d}" for row in range(60)]), "y")),
    NastyFrame(id="C4-mixed-types", build=column([1, "1", 1.0, None, True])),
    NastyFrame(id="C4-mixed-types-with-a-list", build=column([1, "1", [1]]), expect=ColumnValuesError),
    NastyFrame(id="C5-lists", build=column([[1, 2], [3]]), expect=ColumnValuesError),
    NastyFrame(id="C5-dicts", build=column([{"a": 1}, None]), expect=ColumnValuesError),
    NastyFrame(id="C5-sets", build=column(["a", {1}]), expect=ColumnValuesError),
    NastyFrame(id="C5-tuples", build=column([(1, 2)]), expect=ColumnValuesError),
    NastyFrame(id="C5-arrays", build=column([np.zeros(2)]), expect=ColumnValuesError),
    NastyFrame(id="C5-frames", build=column([pd.DataFrame({"a": [1]})]), expect=ColumnValuesError),
    NastyFrame(id="C5-plain-objects", build=column([object()]), expect=ColumnValuesError),
    NastyFrame(id="C5-functions", build=column([len]), expect=ColumnValuesError),
    NastyFrame(id="C5-nested-but-ignored", build=column([[1, 2], [3]]), options={"ignore": ["odd"]}),
    NastyFrame(id="C6-long-whole-numbers", build=lambda: (good(odd=10**18 + np.arange(60)), "y")),
    NastyFrame(id="C6-python-big-ints", build=lambda: (good(odd=cycled([10**30 + row for row in range(60)])), "y")),
    NastyFrame(id="C6-ints-beyond-floats", build=column([10**400, -(10**400), 1])),
    NastyFrame(id="C6-decimals", build=column([Decimal("1.5"), Decimal("NaN"), None, Decimal(2)])),
    NastyFrame(id="C6-fractions", build=column([Fraction(1, 3), 2])),
    NastyFrame(id="C6-complex-numbers", build=lambda: (good(odd=np.ones(60) * 1j), "y"), expect=ColumnValuesError),
    NastyFrame(id="C6-complex-objects", build=column([1j, 2.0]), expect=ColumnValuesError),
    NastyFrame(id="C7-float16", build=lambda: (good(odd=np.full(60, 60_000, dtype=np.float16)), "y")),
    NastyFrame(id="C7-long-double", build=lambda: (good(odd=np.arange(60, dtype=np.longdouble)), "y")),
    NastyFrame(id="C7-uint8", build=lambda: (good(odd=np.full(60, 255, dtype=np.uint8)), "y")),
    NastyFrame(id="C7-bool", build=lambda: (good(odd=np.arange(60) % 2 == 0), "y")),
    NastyFrame(id="C7-other-byte-order", build=lambda: (good(odd=np.arange(60, dtype=">f8")), "y")),
    NastyFrame(id="C8-nullable-int", build=typed([1, None, 3], "Int64")),
    NastyFrame(id="C8-nullable-float", build=typed([1.5, None, np.nan], "Float64")),
    NastyFrame(id="C8-nullable-bool", build=typed([True, None, False], "boolean")),
    NastyFrame(id="C8-nullable-string", build=typed(["a", None, "b"], "string")),
    NastyFrame(id="C8-long-nullable-int", build=typed([2**60, None, 2**60 + 1], "Int64")),
    NastyFrame(id="C8-objects-with-NA", build=column(["a", pd.NA, None, np.nan])),
    NastyFrame(id="C9-arrow-string", build=typed(["a", None, "b"], pd.ArrowDtype(pa.string()))),
    NastyFrame(id="C9-arrow-bool", build=typed([True, None], pd.ArrowDtype(pa.bool_()))),
    NastyFrame(
        id="C9-arrow-timestamp", build=typed([dt.datetime(2020, 1, 1), None], pd.ArrowDtype(pa.timestamp("us")))
    ),
    NastyFrame(id="C9-arrow-date", build=typed([dt.date(2020, 1, 1), None], pd.ArrowDtype(pa.date32()))),
    NastyFrame(id="C9-arrow-decimal", build=typed([Decimal("1.5"), None], pd.ArrowDtype(pa.decimal128(5, 2)))),
    NastyFrame(id="C9-arrow-duration", build=typed([dt.timedelta(1), None], pd.ArrowDtype(pa.duration("us")))),
    NastyFrame(
        id="C9-arrow-dictionary", build=typed(["a", None, "b"], pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string())))
    ),
    NastyFrame(
        id="C9-arrow-list", build=typed([[1], None], pd.ArrowDtype(pa.list_(pa.int64()))), expect=ColumnValuesError
    ),
    NastyFrame(
        id="C9-arrow-struct",
        build=typed([{"a": 1}, None], pd.ArrowDtype(pa.struct([("a", pa.int64())]))),
        expect=ColumnValuesError,
    ),
    NastyFrame(id="C10-polars", build=lambda: (pl.from_pandas(good()), "y")),
    NastyFrame(id="C10-pyarrow-table", build=lambda: (pa.Table.from_pandas(good()), "y")),
    NastyFrame(id="C10-polars-lazy", build=lambda: (pl.from_pandas(good()).lazy(), "y"), expect=NotATableError),
    NastyFrame(id="C10-grouped", build=lambda: (good().groupby("title"), "y"), expect=NotATableError),
    NastyFrame(id="C10-series", build=lambda: (good()["size"], "y"), expect=NotATableError),
    NastyFrame(id="C10-none", build=lambda: (None, "y"), expect=NotATableError),
    NastyFrame(id="C10-function", build=lambda: (good, "y"), expect=NotATableError),
    NastyFrame(id="C10-list", build=lambda: ([1, 2, 3], "y"), expect=NotATableError),
    NastyFrame(id="C11-sparse-columns", build=lambda: (good(odd=pd.arrays.SparseArray([0.0, 0.0, 1.0] * 20)), "y")),
    NastyFrame(
        id="C11-scipy-matrix",
        build=lambda: (scipy.sparse.random(60, 20, density=0.1, random_state=0, format="csr"), good()["y"]),
    ),
    NastyFrame(
        id="C11-too-large-when-dense", build=lambda: (scipy.sparse.csr_matrix((10**6, 10**5)), "y"), expect=ValueError
    ),
    NastyFrame(id="C12-unused-levels", build=typed(["a", "b"], pd.CategoricalDtype(["a", "b", "c"]))),
    NastyFrame(
        id="C12-ordered", build=typed(["low", "high", None], pd.CategoricalDtype(["low", "high"], ordered=True))
    ),
    NastyFrame(id="C12-numeric-categories", build=typed([1, 2, None], "category")),
    NastyFrame(id="C12-mixed-categories", build=typed([1, "1", None], "category")),
    NastyFrame(id="C12-interval-categories", build=lambda: (good(odd=pd.cut(np.arange(60), 4)), "y")),
    NastyFrame(
        id="C12-more-levels-than-rows", build=typed(["a", "b"], pd.CategoricalDtype([*"ab", *map(str, range(500))]))
    ),
    NastyFrame(
        id="C13-unseen-level", build=lambda: (good(), "y"), build_new=lambda: good(20).assign(title=["Sir", "Mr"] * 10)
    ),
    NastyFrame(
        id="C13-all-levels-unseen", build=lambda: (good(), "y"), build_new=lambda: good(20).assign(title="Lord")
    ),
    NastyFrame(id="C14-tz-aware", build=lambda: (good(odd=pd.date_range("2020", periods=60, tz="Europe/Berlin")), "y")),
    NastyFrame(
        id="C14-mixed-tz",
        build=column(
            [pd.Timestamp("2020", tz="Asia/Tokyo"), pd.Timestamp("2021", tz="UTC"), dt.datetime(2022, 1, 1), None]
        ),
    ),
    NastyFrame(
        id="C14-year-1-and-9999", build=column([dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31), dt.date(2020, 1, 1)])
    ),
    NastyFrame(id="C14-only-NaT", build=lambda: (good(odd=pd.array([pd.NaT] * 60, dtype="datetime64[ns]")), "y")),
    NastyFrame(id="C14-periods", build=lambda: (good(odd=pd.period_range("2020", periods=60, freq="M")), "y")),
    NastyFrame(id="C14-durations", build=lambda: (good(odd=pd.to_timedelta(np.arange(60), unit="h")), "y")),
    NastyFrame(id="C14-texts-in-two-formats", build=column(["2020-01-31", "31/01/2020"])),
    NastyFrame(
        id="C15-date-then-text",
        build=lambda: (good(odd=pd.date_range("2020", periods=60)), "y"),
        build_new=lambda: good(20, odd="2020-03-01"),
    ),
    NastyFrame(id="C16-bytes", build=column([b"a", bytearray(b"b"), memoryview(b"c"), b"\xff"])),
    NastyFrame(id="C16-bytes-of-numpy", build=lambda: (np.array([[b"a", b"b"], [b"c", b"b"]] * 30), good()["y"])),
    NastyFrame(id="C16-uuids", build=column([uuid.UUID(int=1), uuid.UUID(int=2)])),
    NastyFrame(id="C16-paths-and-addresses", build=column([PurePosixPath("a/b"), ipaddress.ip_address("10.0.0.1")])),
    NastyFrame(id="C17-very-long-text", build=column(["word " * 200_000, "short"])),
    NastyFrame(id="C17-half-characters", build=column(["\ud800", "a\udfff", "plain"])),
    NastyFrame(id="C17-null-bytes", build=column(["a\x00b", "a\x00c", "\x00"])),
    NastyFrame(id="C18-numbers-with-separators", build=column(["1,234.5", "12,000.0", "-3.1"])),
    NastyFrame(id="C18-percent-and-currency", build=column(["12 %", "7 %", "€ 1.200,50", "n/a"])),
    NastyFrame(
        id="C19-reordered", build=lambda: (good(), "y"), build_new=lambda: good(20)[["title", "y", "size", "count"]]
    ),
    NastyFrame(
        id="C19-missing",
        build=lambda: (good(), "y"),
        build_new=lambda: good(20).drop(columns="size"),
        expect_new="error",
    ),
    NastyFrame(
        id="C19-extra", build=lambda: (good(), "y"), build_new=lambda: good(20, extra=1, nested=cycled([[1]], 20))
    ),
    NastyFrame(
        id="C19-duplicated",
        build=lambda: (good(), "y"),
        build_new=lambda: pd.concat([good(20), good(20)[["size"]]], axis=1),
        expect_new="error",
    ),
    NastyFrame(
        id="C19-numbers-as-text", build=lambda: (good(), "y"), build_new=lambda: good(20).astype({"count": "string"})
    ),
    NastyFrame(id="C20-no-new-rows", build=lambda: (good(), "y"), build_new=lambda: good(20).head(0)),
    NastyFrame(id="C20-one-new-row", build=lambda: (good(), "y"), build_new=lambda: good(20).head(1)),
    NastyFrame(id="C21-all-rows-identical", build=lambda: (pd.DataFrame({"a": [1.5] * 60, "b": "x"}), ["p", "q"] * 30)),
    NastyFrame(id="C21-mostly-copies", build=lambda: (pd.concat([good(20)] * 6, ignore_index=True), "y")),
    NastyFrame(
        id="C21-copies-with-different-labels",
        build=lambda: (pd.concat([good(20).drop(columns="y")] * 6, ignore_index=True), ["p", "q"] * 60),
    ),
    NastyFrame(id="C22-missing-then-text", build=column([None]), build_new=lambda: good(20, odd="now a text")),
]


def boom(y_true: Any, y_pred: Any) -> float:
    raise ZeroDivisionError


def vandal(y_true: Any, y_pred: Any) -> float:
    y_true[:] = y_true[0]
    return 1.0


def mistake_share(y_true: Any, y_pred: Any) -> float:
    return float(np.mean(y_true != y_pred))


def rare_class() -> list[str]:
    return ["a"] * 40 + ["b"] * 19 + ["only one"]


TARGETS = [
    NastyFrame(id="D1-some-missing", build=target(lambda: cycled(["a", "b", "a", "b", None]))),
    NastyFrame(
        id="D1-mostly-missing", build=target(lambda: cycled(["a", "b", None, None, None])), expect=TargetValuesError
    ),
    NastyFrame(
        id="D1-mostly-missing-but-allowed",
        build=target(lambda: cycled(["a", "b", None, None, None])),
        options={"allow_missing_target": True},
    ),
    NastyFrame(id="D2-constant", build=target(lambda: [1.0] * 60), expect=TargetValuesError),
    NastyFrame(id="D2-all-missing", build=target(lambda: [None] * 60), expect=TargetValuesError),
    NastyFrame(id="D3-one-member-class", build=target(rare_class), expect=RareClassError),
    NastyFrame(id="D3-one-member-class-dropped", build=target(rare_class), options={"drop_rare": True}),
    NastyFrame(id="D3-class-smaller-than-folds", build=target(lambda: ["a"] * 40 + ["b"] * 17 + ["c"] * 3)),
    NastyFrame(
        id="D4-classes-like-rows", build=target(lambda: [f"id{row}" for row in range(60)]), expect=TargetKindError
    ),
    NastyFrame(
        id="D4-floats-as-classes",
        build=target(number_target),
        options={"kind": "classification"},
        expect=TargetKindError,
    ),
    NastyFrame(id="D5-infinite", build=target(lambda: [np.inf, -np.inf, *number_target(58)])),
    NastyFrame(id="D5-huge-range", build=target(lambda: 10.0 ** np.linspace(-300, 300, 60))),
    NastyFrame(id="D5-single-outlier", build=target(lambda: [1e12, *number_target(59)])),
    NastyFrame(id="D5-counts", build=target(lambda: np.random.default_rng(0).poisson(20, 60))),
    NastyFrame(id="D5-bounded", build=target(lambda: 1 / (1 + np.exp(-number_target())))),
    NastyFrame(id="D5-circular", build=target(lambda: (number_target() * 100) % 360)),
    NastyFrame(id="D6-bool", build=target(lambda: number_target() > 0)),
    NastyFrame(id="D6-nullable-bool", build=target(lambda: pd.array([True, False, True, None] * 15, dtype="boolean"))),
    NastyFrame(
        id="D6-category", build=target(lambda: pd.Categorical(["lo", "hi"] * 30, categories=["lo", "mid", "hi"]))
    ),
    NastyFrame(id="D6-nullable-int", build=target(lambda: pd.array([1, 2, 1, 2, None] * 12, dtype="Int64"))),
    NastyFrame(id="D6-spaces", build=target(lambda: ["yes", "yes ", "no"] * 20)),
    NastyFrame(id="D6-mixed-types", build=target(lambda: cycled([1, "1", 2]))),
    NastyFrame(id="D6-intervals", build=target(lambda: pd.qcut(number_target(), 3))),
    NastyFrame(id="D6-dates", build=target(lambda: pd.date_range("2020", periods=60)), expect=TargetValuesError),
    NastyFrame(id="D6-periods", build=target(lambda: pd.period_range("2020", periods=60)), expect=TargetValuesError),
    NastyFrame(id="D6-bytes", build=target(lambda: np.array([b"a", b"b"] * 30))),
    NastyFrame(
        id="D6-frozen-sets", build=target(lambda: cycled([frozenset("a"), frozenset()])), expect=TargetValuesError
    ),
    NastyFrame(id="D6-lists", build=target(lambda: cycled([[1], [1, 2]])), expect=TargetValuesError),
    NastyFrame(id="D7-copy", build=lambda: (good(odd=good()["y"]), "y")),
    NastyFrame(id="D7-encoded-copy", build=lambda: (good(odd=(good()["y"] == "yes") * 7), "y")),
    NastyFrame(id="D7-one-hot", build=lambda: (good(a=good()["y"] == "yes", b=good()["y"] == "no"), "y")),
    NastyFrame(id="D7-linear-copy", build=lambda: (good(odd=number_target() * 2 + 1), number_target())),
    NastyFrame(id="D8-id-tells-the-target", build=lambda: (good().sort_values("y").assign(id=np.arange(60)), "y")),
    NastyFrame(id="D8-row-order-tells-the-target", build=lambda: (good().sort_values("y"), "y")),
    NastyFrame(
        id="D8-group-leak", build=lambda: (good(person=np.arange(60) // 6), np.where(np.arange(60) // 6 % 2, "a", "b"))
    ),
    NastyFrame(
        id="D9-negative",
        build=lambda: (good(w=[-1.0] + [1.0] * 59), "y"),
        options={"sample_weight": "w"},
        expect=WeightsError,
    ),
    NastyFrame(
        id="D9-missing",
        build=lambda: (good(w=[np.nan] + [1.0] * 59), "y"),
        options={"sample_weight": "w"},
        expect=WeightsError,
    ),
    NastyFrame(id="D9-all-zero", build=lambda: (good(w=0), "y"), options={"sample_weight": "w"}, expect=WeightsError),
    NastyFrame(
        id="D9-texts", build=lambda: (good(w="heavy"), "y"), options={"sample_weight": "w"}, expect=WeightsError
    ),
    NastyFrame(id="D9-wrong-length", build=lambda: (good(), "y"), options={"sample_weight": [1.0]}, expect=LengthError),
    NastyFrame(
        id="D9-zero-for-a-class",
        build=lambda: (good(w=(good()["y"] == "yes") * 1.0), "y"),
        options={"sample_weight": "w"},
        expect=WeightsError,
    ),
    NastyFrame(id="D9-some-zero", build=lambda: (good(w=[0, 1, 2, 1, 1, 1] * 10), "y"), options={"sample_weight": "w"}),
    NastyFrame(id="D10-one-group", build=lambda: (good(g="all"), "y"), options={"groups": "g"}, expect=GroupsError),
    NastyFrame(
        id="D10-missing-group",
        build=lambda: (good(g=cycled(["a", "b", None])), "y"),
        options={"groups": "g"},
        expect=GroupsError,
    ),
    NastyFrame(
        id="D10-fewer-groups-than-folds", build=lambda: (good(g=list("abc") * 20), "y"), options={"groups": "g"}
    ),
    NastyFrame(id="D10-groups-of-one", build=lambda: (good(g=np.arange(60)), "y"), options={"groups": "g"}),
    NastyFrame(id="D11-ties", build=lambda: (good(t=np.arange(60) // 10), "y"), options={"time": "t"}),
    NastyFrame(
        id="D11-reversed", build=lambda: (good(t=pd.date_range("2020", periods=60)[::-1]), "y"), options={"time": "t"}
    ),
    NastyFrame(
        id="D11-gaps", build=lambda: (good(t=[*range(30), *range(10**6, 10**6 + 30)]), "y"), options={"time": "t"}
    ),
    NastyFrame(
        id="D11-iso-texts", build=lambda: (good(t=["2020-01-01", "2021-01-01T12:00"] * 30), "y"), options={"time": "t"}
    ),
    NastyFrame(id="D11-one-time", build=lambda: (good(t=1), "y"), options={"time": "t"}, expect=TimeOrderError),
    NastyFrame(id="D11-no-times", build=lambda: (good(t="soon"), "y"), options={"time": "t"}, expect=TimeOrderError),
    NastyFrame(
        id="D12-metric-returns-nan",
        build=lambda: (good(), "y"),
        options={"metric": lambda t, p: np.nan},
        expect=MetricError,
    ),
    NastyFrame(
        id="D12-metric-returns-array",
        build=lambda: (good(), "y"),
        options={"metric": lambda t, p: t == p},
        expect=MetricError,
    ),
    NastyFrame(id="D12-metric-raises", build=lambda: (good(), "y"), options={"metric": boom}, expect=MetricError),
    NastyFrame(id="D12-metric-mutates", build=lambda: (good(), "y"), options={"metric": vandal}, expect=MetricError),
    NastyFrame(
        id="D12-metric-wrong-sign", build=lambda: (good(), "y"), options={"metric": mistake_share}, expect=MetricError
    ),
    NastyFrame(
        id="D12-metric-for-another-task", build=lambda: (good(), "y"), options={"metric": "rmse"}, expect=MetricError
    ),
    NastyFrame(id="D13-two-outputs", build=target(lambda: np.ones((60, 2))), expect=TargetValuesError),
    NastyFrame(id="D13-one-column", build=target(lambda: good()[["y"]])),
    NastyFrame(id="D14-permuted", build=target(lambda: good()["y"].sample(frac=1, random_state=0).to_numpy())),
    NastyFrame(id="A5-target-in-other-case", build=lambda: (good(), "Y"), expect=TargetNotFoundError),
]

NASTY_FRAMES = [*SHAPES, *VALUES, *TARGETS]


def usable_frames() -> list[NastyFrame]:
    """List the cases that make a task: a profile, a fit and a prediction have to work, too."""
    return [case for case in NASTY_FRAMES if case.expect == "ok"]


def frames_with_new_rows() -> list[NastyFrame]:
    """List the cases that say what happens with new rows."""
    return [case for case in NASTY_FRAMES if case.build_new is not None]
