from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from jupyter_metaml.pipelines import FeatureLayout, fit_views, shape_of


@pytest.fixture
def mixed(table):
    frame = pd.DataFrame(
        {
            "size": [1.0, 2.0, None, 4.0],
            "color": ["red", "green", "blue", "red"],
            "when": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01", "2025-01-01"]),
            "id": [1, 2, 3, 4],
        }
    )
    task, profile = table(frame, size="number", color="category", when="date", id="drop")
    columns = [
        SimpleNamespace(plan=plan, n_distinct=3, n_missing=int(frame[plan.name].isna().sum())) for plan in profile.plans
    ]
    task = SimpleNamespace(X=frame, dtypes={}, kind="binary", n_rows=4, n_columns=4, n_classes=2)
    return task, SimpleNamespace(plans=profile.plans, columns=columns)


def test_positions_by_kind(layout):
    found = layout("ncdtn")

    assert found.numbers.tolist() == [0, 4]
    assert found.categories.tolist() == [1]
    assert found.dates.tolist() == [2]
    assert found.texts.tolist() == [3]
    assert found.n_features == 5


def test_source_of_a_part_is_its_column():
    layout = FeatureLayout(names=("a: b", "when: at: month"), kinds=("number", "date"), n_levels=(0, 0))

    assert layout.source(0) == "a: b"
    assert layout.source(1) == "when: at"


def test_shape_is_estimated_from_the_plans(mixed):
    task, profile = mixed

    shape = shape_of(task, profile)

    assert (shape.n_numbers, shape.n_categories, shape.n_dates, shape.n_texts) == (1, 1, 1, 0)
    assert (shape.n_rows, shape.n_columns, shape.max_levels) == (4, 4, 3)


def test_shape_counts_the_matrix_when_it_is_there(mixed):
    task, profile = mixed
    views = fit_views(task, profile)

    shape = shape_of(task, profile, views)

    assert shape.n_features == views["dense"].matrix.shape[1]
    assert shape.max_levels == 3


def test_missing_share_counts_the_columns_in_use(mixed):
    assert shape_of(*mixed).missing_share == pytest.approx(1 / 12)


def test_regression_has_no_classes(mixed):
    task, profile = mixed
    task.kind = "regression"

    assert shape_of(task, profile).n_classes == 0
