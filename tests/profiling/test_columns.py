from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling import ColumnKind, NumberFormat, Treatment, profile_frame, profiler
from jupyter_metaml.profiling.tables import Table

N = 120
RNG = np.random.default_rng(2)
WORDS = np.array(["red", "green", "blue", "old", "new", "big", "small", "fast", "slow", "warm"])


def sentences():
    return [" ".join(RNG.choice(WORDS, size=6)) for _ in range(N)]


def column_of(values):
    return profile_frame(pd.DataFrame({"c": values, "other": np.arange(N) % 7})).columns[0]


KINDS = {
    "floats, all different": (RNG.normal(size=N), "number", "number"),
    "few whole numbers": (np.arange(N) % 3, "number", "number"),
    "many whole numbers": (RNG.integers(0, 10**6, N), "number", "number"),
    "nullable whole numbers": (pd.array([1, None, 3] * 40, dtype="Int64"), "number", "number"),
    "arrow numbers": (pd.array([1.5, None, 3] * 40, dtype="float64[pyarrow]"), "number", "number"),
    "decimals": ([Decimal("1.5"), Decimal("2.5"), None] * 40, "number", "number"),
    "durations": (pd.to_timedelta(np.arange(N) % 9, unit="h"), "number", "number"),
    "truth values": (np.arange(N) % 2 == 0, "boolean", "number"),
    "arrow truth values": (pd.array([True, False, True] * 40, dtype="bool[pyarrow]"), "boolean", "number"),
    "yes and no": (["yes", "no", None] * 40, "boolean", "category"),
    "words": (["a", "b", "c"] * 40, "category", "category"),
    "arrow words": (pd.array(["a", "b", None] * 40, dtype="string[pyarrow]"), "category", "category"),
    "category of numbers": (pd.Categorical([1, 2, 3] * 40), "category", "category"),
    "ordered category": (pd.Categorical(["lo", "hi"] * 60, ["lo", "hi"], ordered=True), "category", "category"),
    "mixed objects": ([1, "a", None, 2.5] * 30, "category", "category"),
    "sixty words": ([f"w{i}x" for i in range(60)] * 2, "high-cardinality category", "category"),
    "leading zeros": ([f"{i % 60:05}" for i in range(N)], "high-cardinality category", "category"),
    "sentences": (sentences(), "text", "text"),
    "names": ([f"{WORDS[i % 10]} {WORDS[i // 12]}{i}" for i in range(N)], "text", "text"),
    "dates": (pd.date_range("2020-01-01", periods=N), "date", "date"),
    "dates with a zone": (pd.date_range("2020-01-01", periods=N, tz="Asia/Tokyo"), "date", "date"),
    "arrow dates": (pd.array([dt.date(2020, 1, 1), None] * 60, dtype="date32[pyarrow]"), "date", "date"),
    "python dates": ([dt.date(2020, 1, 1), dt.date(2021, 1, 1), None] * 40, "date", "date"),
    "written dates": ([f"{1 + i % 28:02}.03.2020" for i in range(N)], "date", "date"),
    "written numbers": ([f"{i % 50}.5" for i in range(N)], "number", "number from text"),
    "written numbers with gaps": ([f"{i % 50}.5" if i % 9 else "?" for i in range(N)], "number", "number from text"),
    "percentages": ([f"{i % 40}%" for i in range(N)], "category", "category"),
    "prices, all different": ([f"${i},000.50" for i in range(1, N + 1)], "high-cardinality category", "category"),
    "uuids": ([str(uuid.UUID(int=i)) for i in range(N)], "identifier", "drop"),
    "written counter": ([str(i) for i in range(N)], "identifier", "drop"),
    "counter": (np.arange(N), "identifier", "drop"),
    "shuffled counter": (RNG.permutation(N) + 1, "identifier", "drop"),
    "keys beyond precision": ([10**18 + 7 * i for i in range(N)], "identifier", "drop"),
    "repeated large keys": ([str(10**18 + i % 60) for i in range(N)], "high-cardinality category", "category"),
    "constant": (["a"] * N, "constant", "drop"),
    "constant number": (np.full(N, 3.5), "constant", "drop"),
    "constant date": ([pd.Timestamp("2020-01-01")] * N, "constant", "drop"),
    "nothing": ([None] * N, "constant", "drop"),
    "infinities": ([np.inf, np.nan] * 60, "constant", "drop"),
    "one value or missing": ([1.0, np.nan] * 60, "number", "number"),
    "one word or missing": (["seen", None] * 60, "category", "category"),
}  # fmt: skip


@pytest.mark.parametrize(("values", "kind", "treatment"), KINDS.values(), ids=KINDS)
def test_a_column_is_told_for_what_it_is(values, kind, treatment):
    column = column_of(values)

    assert (column.kind, column.plan.treatment) == (kind, treatment)
    assert column.plan.kind is column.kind
    assert column.plan.reason.endswith(".")


def test_notations_and_formats_stand_in_the_plan():
    assert column_of([f"{i % 40}%" for i in range(N)]).plan.number_format == NumberFormat(symbols="%")
    assert column_of([f"{i % 40}.5" for i in range(N)]).plan.number_format == NumberFormat()
    assert column_of([f"{1 + i % 28:02}.03.2020" for i in range(N)]).plan.date_format == "%d.%m.%Y"


def test_what_becomes_missing_stands_in_the_reason():
    column = column_of([f"{i % 50}.5" if i % 9 else "?" for i in range(N)])

    assert column.plan.reason.endswith("'?' becomes missing.")


def column_with_words_between(n_words):
    numbers = [f"{i}.5" for i in range(2_000)]
    between = [value for i in range(n_words) for value in (numbers[i], f"word{i}")]
    return profile_frame(pd.DataFrame({"c": between + numbers[n_words:], "other": 1})).columns[0]


def test_a_word_that_is_overlooked_becomes_missing_and_many_words_make_levels():
    assert column_with_words_between(1).plan.treatment is Treatment.NUMBER_FROM_TEXT
    assert column_with_words_between(30).plan.number_format is None


def test_cells_are_counted_and_sketched():
    column = column_of([1.0, np.nan, np.inf, 5.0] * 30)

    assert (column.n_missing, column.n_infinite, column.n_distinct) == (30, 30, 2)
    assert (column.sketch.minimum, column.sketch.maximum) == (1.0, 5.0)


def test_dates_are_sketched_as_seconds():
    column = column_of([f"{1 + i % 28:02}.01.1970" for i in range(N)])

    assert (column.sketch.minimum, column.sketch.maximum) == (0.0, 27 * 86_400.0)


def test_a_small_table_loses_no_whole_numbers():
    frame = pd.DataFrame({"age": [23, 31, 45, 52, 60, 38, 27, 41], "rooms": range(1, 9)})

    assert {column.kind for column in profile_frame(frame).columns} == {ColumnKind.NUMBER}


def columns_of_sampled(**columns):
    frame = pd.DataFrame(columns)
    table = Table(X=frame, labels=tuple(frame.columns))
    with np.errstate(all="ignore"):
        survey = profiler._survey(table, random_state=0)
    assert survey.rows is not None
    return survey.findings.columns


def test_what_a_sample_suggests_is_confirmed_in_all_rows():
    n_rows = 60_000
    rare = np.zeros(n_rows)
    rare[np.setdiff1d(np.arange(n_rows), profiler.sample_rows(n_rows, 4, random_state=0))[0]] = 1.0
    same, repeats = np.zeros(n_rows), np.arange(n_rows) % (n_rows - 1)

    columns = columns_of_sampled(rare=rare, same=same, repeats=repeats, word_id=[f"k{i // 2}" for i in range(n_rows)])

    assert [column.kind for column in columns] == ["number", "constant", "number", "high-cardinality category"]


def test_identifiers_of_a_large_table_are_found():
    n_rows = 60_000

    columns = columns_of_sampled(counter=np.arange(n_rows), word=[f"k{i}" for i in range(n_rows)])

    assert [column.plan.treatment for column in columns] == [Treatment.DROP, Treatment.DROP]
