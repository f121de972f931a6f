from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from source_tables import harvest, species
from task_distribution_contract import SIZES, TaskDistributionContract

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import CutDistribution, SamplingError, SourceTable, as_task, sample_tasks
from jupyter_metaml.tasks import RareClassError

HERE = __file__.rpartition("/")[0]


class TestCutDistribution(TaskDistributionContract):
    @pytest.fixture
    def source(self):
        return f"""
import sys
sys.path.insert(0, {HERE + "/cuts"!r})
from source_tables import harvest, species
from jupyter_metaml.generation import CutDistribution, Sizes
CutDistribution([species(), harvest()], sizes={SIZES!r})
"""

    def test_relatives_share_the_family_of_their_source(self, tasks):
        assert {task.family for task in tasks} == {"plants"}

    def test_questions_differ(self, tasks):
        assert len({(task.target_name, task.n_classes) for task in tasks}) > 4

    def test_sizes_differ(self, tasks):
        assert len({task.n_rows for task in tasks}) > 6
        assert len({task.n_columns for task in tasks}) > 3


def test_all_kinds_are_cut():
    kinds = {task.kind for task in sample_tasks(CutDistribution([species(), harvest()], sizes=SIZES), 30)}

    assert kinds == {"binary", "multiclass", "regression"}


def test_same_question_can_be_kept():
    distribution = CutDistribution([species()], sizes=SIZES, same_question=1.0)

    tasks = list(sample_tasks(distribution, 6))

    assert {task.target_name for task in tasks} == {"species"}
    assert all(set(task.classes) <= {"a", "b", "c", "d"} for task in tasks)


def test_columns_of_every_type_can_be_cut():
    frame = species().frame
    frame["colour"] = frame["colour"].astype("category").cat.add_categories(["never"])
    frame["garden"] = frame["garden"].astype("string")
    frame["flag"] = pd.array(np.where(frame["number"] % 7 == 0, None, frame["width"] > 0), dtype="boolean")
    frame["count"] = pd.array(np.where(frame["number"] % 5 == 0, None, (frame["width"] * 10).round()), dtype="Int64")
    frame["when"] = frame["seen"].dt.tz_localize("Europe/Berlin")
    frame["since"] = frame["seen"] - pd.Timestamp("2020-01-01")
    frame["mixed"] = [1 if number % 3 else "x" for number in range(len(frame))]
    source = SourceTable(frame=frame, target="species", kind="multiclass", family="plants")

    tasks = list(sample_tasks(CutDistribution([source], sizes=SIZES, same_question=0.0), 40))

    asked = {task.target_name for task in tasks}
    assert {"species", "colour", "count", "height"} <= asked
    assert asked.isdisjoint({"always", "number", "seen", "when", "since"})


def test_wide_sources_keep_the_bound():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(150, 90)), columns=[f"x{number}" for number in range(90)])
    frame["y"] = frame["x0"] + frame["x1"]
    source = SourceTable(frame=frame, target="y", kind="regression", family="wide")

    tasks = sample_tasks(CutDistribution([source], same_question=1.0), 8)

    assert all(task.n_columns <= 60 for task in tasks)


def test_small_source_gives_what_it_has():
    source = SourceTable(frame=species(60).frame, target="species", kind="multiclass", family="small")

    tasks = list(sample_tasks(CutDistribution([source], same_question=1.0), 3))

    assert all(task.n_rows <= 60 for task in tasks)


def test_hopeless_source_ends_in_an_error():
    frame = pd.DataFrame({"x": range(5), "y": ["a", "b", "a", "b", "a"]})
    source = SourceTable(frame=frame, target="y", kind="binary", family="tiny")

    with pytest.raises(SamplingError, match="'cut' gave no usable task in 40 draws"):
        next(sample_tasks(CutDistribution([source]), 1))


def test_no_source_is_refused():
    with pytest.raises(UsageError, match="at least one SourceTable"):
        CutDistribution([])


def test_task_of_a_source_keeps_groups_together():
    task = as_task(harvest())

    assert (task.kind, task.family, task.splits.strategy) == ("regression", "plants", "grouped")
    assert "garden" not in task.X.columns


def test_task_of_a_source_leaves_small_classes_out():
    source = species()
    source.frame["species"] = source.frame["species"].where(source.frame["number"] >= 2, "rare")

    assert list(as_task(source).classes) == ["a", "b", "c", "d"]


def test_source_of_one_class_is_no_task():
    source = species()
    source.frame["species"] = np.where(source.frame["number"] < 1, "rare", "a")

    with pytest.raises(RareClassError):
        as_task(source)
