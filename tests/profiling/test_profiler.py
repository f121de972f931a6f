from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from nasty_frames import usable_frames
from sklearn import datasets

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.profiling import ColumnKind, Treatment, TreatmentError, profile_frame, profile_task
from jupyter_metaml.tasks import make_task


def test_a_task_is_profiled(plain):
    profile = profile_task(make_task(plain, "y"))

    assert (profile.n_rows, profile.n_columns, profile.kind) == (200, 3, "binary")
    assert [column.kind for column in profile.columns] == ["number", "number", "category"]
    assert profile.sampled_rows is None
    assert profile.seconds > 0
    assert profile.target.label == "y"
    assert profile.warnings == ()


def test_the_same_task_and_seed_give_the_same_profile(plain):
    first, second = (profile_task(make_task(plain, "y"), random_state=3) for _ in range(2))

    assert replace(first, seconds=0.0) == replace(second, seconds=0.0)


def test_nothing_of_the_task_is_changed(plain):
    task = make_task(plain.assign(size=plain["size"].where(plain["size"] > 0, np.inf)), "y")
    before, y = task.X.copy(deep=True), task.y.copy()

    profile_task(task)

    pd.testing.assert_frame_equal(task.X, before)
    assert (task.y == y).all()


def test_landmarks_can_be_left_out(plain):
    task = make_task(plain, "y")

    assert any("landmark" in name for name in profile_task(task).meta_features)
    assert not any("landmark" in name for name in profile_task(task, landmarks=False).meta_features)


def test_a_frame_without_a_target_has_a_profile_too(plain):
    profile = profile_frame(plain)

    assert (profile.kind, profile.target, profile.n_columns) == (None, None, 4)
    assert "log_n_rows" in profile.meta_features
    assert "n_classes" not in profile.meta_features


def test_a_frame_with_a_target_is_profiled_as_a_task(plain):
    profile = profile_frame(plain, "y", treatments={"size": "drop"})

    assert profile.kind == "binary"
    assert profile.column("size").plan.treatment is Treatment.DROP


def test_what_is_no_table_is_refused():
    with pytest.raises(DataError):
        profile_frame("a path")


def test_a_frame_without_rows_has_a_profile():
    profile = profile_frame(pd.DataFrame({"a": np.array([], dtype=float), "b": pd.Series([], dtype=object)}))

    assert profile.n_rows == 0
    assert {column.kind for column in profile.columns} == {ColumnKind.CONSTANT}


def test_treatments_of_people_stand_above_plans(plain):
    task = make_task(plain.assign(copy=plain["y"] == "yes"), "y")

    assert profile_task(task).column("copy").plan.treatment is Treatment.DROP
    kept = profile_task(task, treatments={"copy": "keep"})
    assert kept.column("copy").plan.treatment is Treatment.NUMBER
    assert [warning.code for warning in kept.warnings] == ["MML001"]
    with pytest.raises(TreatmentError, match="copi"):
        profile_task(task, treatments={"copi": "keep"})


def test_the_last_columns_are_kept_whatever_they_are():
    y = np.random.default_rng(0).normal(size=60)
    profile = profile_task(make_task(pd.DataFrame({"x": y * 2, "same": 1, "y": y}), "y"))

    assert [plan.treatment for plan in profile.plans] == [Treatment.NUMBER, Treatment.DROP]
    assert "no other column" in profile.plans[0].reason


def test_labels_of_any_type_are_kept():
    frame = pd.DataFrame({2024: [1.5, 2, 3], None: ["a", "b", "c"], ("x", 1): [True, False, True]})

    profile = profile_frame(frame)

    assert [column.label for column in profile.columns] == [2024, None, ("x", 1)]


def test_large_tables_are_sampled_and_say_so():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=50_001), "b": rng.choice(["x", "y"], 50_001)})
    frame.loc[0, "a"] = np.nan

    profile = profile_frame(frame)

    assert profile.sampled_rows == 50_000
    assert profile.columns[0].n_missing == 1


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits"])
def test_well_known_tables_get_no_serious_warning(name):
    frame = getattr(datasets, f"load_{name}")(as_frame=True).frame

    profile = profile_task(make_task(frame, "target"))

    assert [warning for warning in profile.warnings if warning.severity != "note"] == []
    assert {column.kind for column in profile.columns} <= {"number", "constant"}


STRANGE = {
    "one row": pd.DataFrame({"a": [1.5], "b": ["x"]}),
    "huge numbers": pd.DataFrame({"a": [1e308, -1e308, 1e-308] * 20, "b": [np.finfo(float).max, 0, 5e-324] * 20}),
    "only missing": pd.DataFrame({"a": [np.nan] * 30, "b": [None] * 30}),
    "only infinite": pd.DataFrame({"a": [np.inf] * 30, "b": [-np.inf, np.inf, np.nan] * 10}),
    "a cell of 10 MB": pd.DataFrame({"a": ["x" * 10_000_000, "b", None] * 10, "b": range(30)}),
    "names of 10,000 characters": pd.DataFrame({"a" * 10_000: range(30), "a" * 9_999 + "b": ["x"] * 30}),
    "control characters": pd.DataFrame({"a\x00\n": ["\x00", "\u202e", "<b>"] * 10, "\u200b": range(30)}),
    "identical rows": pd.DataFrame({"a": [1] * 50, "b": ["x"] * 50}),
    "one category per row": pd.DataFrame({"a": pd.Categorical([f"{i}" for i in range(50)]), "b": 0.5}),
    "unused categories": pd.DataFrame({"a": pd.Categorical(["a"] * 30, categories=list("abc")), "b": range(30)}),
    "far dates": pd.DataFrame({"a": np.array(["0001-01-01", "9999-12-31", "NaT"] * 10, dtype="datetime64[s]")}),
    "many columns": pd.DataFrame(np.eye(30, 400)),
}


@pytest.mark.parametrize("frame", STRANGE.values(), ids=STRANGE)
def test_strange_tables_are_profiled_whatever_people_have_set(frame):
    with (
        np.errstate(all="raise"),
        warnings.catch_warnings(),
        pd.option_context("display.max_rows", 1, "mode.string_storage", "python"),
    ):
        warnings.simplefilter("error")
        profile = profile_frame(frame)

    assert len(profile.columns) == frame.shape[1]
    assert all(math.isfinite(value) for value in profile.meta_features.values())
    assert all(len(warning.message) < 1_000 for warning in profile.warnings)


TARGETS = {
    "binary": np.tile(["yes", "no"], 60),
    "rare": np.repeat(["a", "b", "c"], [100, 15, 5]),
    "regression": np.linspace(-1, 1, 120) ** 3,
    "huge": np.tile([1e300, -1e300, 1e-300], 40) * np.arange(1, 121),
}


@pytest.mark.parametrize("y", TARGETS.values(), ids=TARGETS)
def test_strange_columns_beside_a_target_are_profiled_whatever_people_have_set(y):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "huge": rng.normal(size=120) * 1e307,
            "tiny": rng.normal(size=120) * 1e-308,
            "infinite": np.tile([np.inf, -np.inf, 1.0, np.nan], 30),
            "missing": np.full(120, np.nan),
            "seldom": np.where(np.arange(120) == 7, 1.0, np.nan),
            "levels": [f"l{i % 50}" for i in range(120)],
            "text": ["a b c d", "e f g", "\x00 \x00"] * 40,
            "day": pd.date_range("2020-01-01", periods=120),
            "y": y,
        }
    )
    task = make_task(frame, "y")
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        profile = profile_task(task)

    assert all(math.isfinite(value) for value in profile.meta_features.values())


@pytest.mark.parametrize("case", usable_frames(), ids=lambda case: case.id)
def test_every_nasty_frame_that_makes_a_task_has_a_profile(case):
    data, target = case.build()
    task = make_task(data, target, **case.options)
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        profile = profile_task(task)

    assert [column.label for column in profile.columns] == list(task.names.values())
    assert any(column.plan.is_kept or column.kind is ColumnKind.CONSTANT for column in profile.columns)
    assert all(math.isfinite(value) for value in profile.meta_features.values())
    assert all(len(warning.message) < 1_000 and warning.message.endswith(".") for warning in profile.warnings)
    assert all(len(value) <= 200 for column in profile.columns for value in column.sketch.values)
