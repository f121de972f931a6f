from __future__ import annotations

import pickle

import numpy as np
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.tasks.errors import (
    ColumnNamesError,
    ColumnNotFoundError,
    ColumnValuesError,
    EmptyTableError,
    LengthError,
    NotATableError,
    RoleClashError,
    TargetNotFoundError,
    TooLargeError,
)

ERRORS = [
    NotATableError.of("a list", "Convert it."),
    NotATableError.of_dimensions(3),
    NotATableError.misfit(ValueError("lengths differ")),
    EmptyTableError.without_rows(3),
    EmptyTableError.without_columns(0),
    EmptyTableError.without_features(["target", "groups"]),
    ColumnNamesError.duplicated({"a": list(range(20))}),
    ColumnNamesError.of_levels(2),
    ColumnValuesError.nested("tags", 3, [1]),
    ColumnValuesError.nested_type("tags", "list<int64>"),
    ColumnValuesError.complex_numbers("z"),
    ColumnValuesError.of_type("z", 0, object()),
    TooLargeError.dense(10, 10, needed_bytes=800.0, cap_bytes=100.0),
    ColumnNotFoundError.among("groups", "persn", ["person", "size"]),
    TargetNotFoundError.among("target", "Price", ["price ", "size"]),
    RoleClashError.same_column("id", "target", "groups"),
    RoleClashError.groups_and_time(),
    LengthError.of("target", 3, 4),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_error_is_one_line_that_ends_and_survives_a_worker(error: Exception):
    assert isinstance(error, DataError | UsageError)
    assert str(error)[-1] in ".?"
    assert "\n" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_missing_target_shows_near_names_with_their_hidden_spaces():
    assert "Did you mean 'price '?" in str(TargetNotFoundError.among("target", "Price", ["size", "price "]))


def test_missing_target_lists_at_most_twenty_columns():
    assert "and 9,980 more" in str(TargetNotFoundError.among("target", "y", [f"column{i}" for i in range(10_000)]))


def test_target_that_is_an_array_is_not_taken_for_a_duplicated_name():
    assert "The target" not in str(ColumnNamesError.duplicated({"a": [0, 1]}, np.zeros(3)))
