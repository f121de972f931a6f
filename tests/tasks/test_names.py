from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_metaml.tasks import ColumnNamesError
from jupyter_metaml.tasks.names import check_columns, identity, is_safe, safe_names

LABELS = st.one_of(
    st.text(max_size=3),
    st.integers(-2, 3),
    st.floats(),
    st.none(),
    st.tuples(st.text(max_size=1), st.integers(0, 1)),
    st.dates().map(pd.Timestamp),
    st.text(max_size=2).map(np.str_),
)


class Text(StrEnum):
    A = "a"


def test_names_that_are_all_texts_stay_as_they_are():
    hostile = ["a-b", "a_b", "<script>", "clf__x", "null\x00within", "\u202ertl", "x" * 10_000, ""]

    assert list(safe_names(hostile)) == hostile


def test_text_keeps_its_name_beside_a_number_that_looks_the_same():
    assert safe_names([1, "1", "1_2"]) == {"1_3": 1, "1": "1", "1_2": "1_2"}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (None, "None"),
        (("a", 1), "a_1"),
        (2.5, "2.5"),
        (Text.A, "a"),
        (np.str_("b"), "b"),
        ("\ud800", "?"),
        ("a\0", "a"),
        ("\0", "column"),
    ],
)
def test_other_labels_are_spelled(label: object, name: str):
    assert list(safe_names([label])) == [name]


@given(st.lists(LABELS, max_size=12, unique_by=identity))
def test_names_are_unique_safe_and_lead_back(labels: list[object]):
    names = safe_names(labels)

    assert len(names) == len(labels)
    assert all(is_safe(name) for name in names)
    assert all(identity(one) == identity(other) for one, other in zip(names.values(), labels, strict=True))


@given(st.lists(LABELS, max_size=8, unique_by=identity), st.lists(LABELS, max_size=4), st.randoms())
def test_known_labels_get_their_names_again_in_any_company(labels: list[object], more: list[object], random: object):
    names = safe_names(labels)
    later = list({identity(label): label for label in [*labels, *more]}.values())
    random.shuffle(later)

    again = safe_names(later, names)

    assert {name: identity(again[name]) for name in names} == {name: identity(names[name]) for name in names}


def test_duplicates_are_listed_with_their_positions():
    with pytest.raises(ColumnNamesError, match=r"'a' at positions 0, 2.*duplicated"):
        check_columns(pd.Index(["a", "b", "a"]))


def test_duplicate_nan_is_listed():
    with pytest.raises(ColumnNamesError, match="nan at positions 0, 1"):
        check_columns(pd.Index([np.nan, float("nan")]))


def test_duplicated_target_is_named_as_such():
    with pytest.raises(ColumnNamesError, match="The target is one of them"):
        check_columns(pd.Index(["y", "b", "y"]), target="y")


def test_multiindex_gets_the_line_that_flattens_it():
    columns = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])

    with pytest.raises(ColumnNamesError, match=r'df\.columns = \["_"\.join'):
        check_columns(columns)
