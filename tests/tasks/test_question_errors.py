from __future__ import annotations

import pickle

import pytest

from jupyter_metaml.exceptions import DataError, MetricError
from jupyter_metaml.tasks.question_errors import (
    GroupsError,
    RareClassError,
    TargetKindError,
    TargetValuesError,
    TimeOrderError,
    TooFewRowsError,
    UnknownMetricError,
    WeightsError,
)

ERRORS = [
    TargetValuesError.several(2),
    TargetValuesError.several(2, "groups"),
    TargetValuesError.all_missing(3),
    TargetValuesError.mostly_missing(3, 4),
    TargetValuesError.constant("a", 10),
    TargetValuesError.dates("datetime64[us]"),
    TargetValuesError.nested(0, [1]),
    TargetValuesError.too_large(1e308),
    TargetKindError.not_numeric("a", reads_as_number=False),
    TargetKindError.not_binary(3, ["a", "b", "c"]),
    TargetKindError.too_many_classes(100, 100, "Take another target."),
    RareClassError.of(["a"], 2),
    RareClassError.in_order(),
    TooFewRowsError.of(1, 10),
    WeightsError.not_numeric("object"),
    WeightsError.broken("negative", 1, 0),
    WeightsError.all_zero(["a"]),
    GroupsError.missing(2),
    GroupsError.unhashable([1]),
    GroupsError.single("a"),
    GroupsError.of_class(["a"]),
    TimeOrderError.missing(1),
    TimeOrderError.unordered("soon"),
    TimeOrderError.single(1),
    UnknownMetricError.among("acuracy", "binary", ["accuracy", "roc_auc"], exists=False),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_error_is_one_line_that_ends_and_survives_a_worker(error: Exception):
    assert isinstance(error, DataError | MetricError)
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_texts_that_read_as_numbers_get_the_conversion():
    assert "pd.to_numeric" in str(TargetKindError.not_numeric("12.5", reads_as_number=True))


def test_unknown_metric_suggests_and_lists():
    text = str(UnknownMetricError.among("acuracy", "binary", ["accuracy", "roc_auc"], exists=False))

    assert "is unknown. Did you mean 'accuracy'? Valid for binary: accuracy, roc_auc" in text
