"""What every distribution of tasks owes: the same task for the same state, valid, within bounds, worth learning from.

A test class inherits from `TaskDistributionContract` and gives the fixture `distribution`, which has to be made by
code that a fresh interpreter can run: the fixture `source` holds it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

from jupyter_metaml.generation import Sizes, TaskDistribution, sample_tasks
from jupyter_metaml.tasks import Task

N_TASKS = 12
SIZES = Sizes(min_rows=100, max_rows=400, min_columns=2, max_columns=12, max_classes=5)


@cache
def made(source: str) -> TaskDistribution:
    """Run the code that makes a distribution, in its last line."""
    *lines, last = source.strip().splitlines()
    names: dict[str, object] = {}
    exec("\n".join(lines), names)
    distribution = eval(last, names)
    assert isinstance(distribution, TaskDistribution)
    return distribution


@cache
def drawn(source: str) -> tuple[Task, ...]:
    """Draw some tasks, once for all tests."""
    return tuple(sample_tasks(made(source), N_TASKS, random_state=3))


def skill(task: Task) -> float:
    """Measure a small forest out of fold: 0 is chance, 1 is perfect."""
    texts = make_column_selector(pattern=None, dtype_include=["object", "string", "category", "bool"])
    numbers = make_column_selector(dtype_include="number")
    columns = make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2), texts),
        (SimpleImputer(strategy="constant", fill_value=-1e6), numbers),
    )
    X = task.X.assign(**{name: values.astype("int64") for name, values in task.X.items() if values.dtype.kind == "M"})
    X = X.assign(**{name: X[name].astype("float64") for name in X.select_dtypes("number")})
    if task.kind == "regression":
        forest = ExtraTreesRegressor(30, min_samples_leaf=3, random_state=0)
        found = cross_val_predict(make_pipeline(columns, forest), X, task.y, cv=3)
        return float(max(0.0, r2_score(task.y, found)))
    forest = ExtraTreesClassifier(30, min_samples_leaf=3, random_state=0)
    found = cross_val_predict(make_pipeline(columns, forest), X, task.y, cv=3, method="predict_proba")
    area = roc_auc_score(task.y, found[:, 1] if task.kind == "binary" else found, multi_class="ovr")
    return float(2.0 * area - 1.0)


class TaskDistributionContract:
    """Inherit and override the fixtures."""

    @pytest.fixture
    def source(self) -> str:
        """Return lines of code; the last is an expression that gives the distribution."""
        raise NotImplementedError

    @pytest.fixture
    def sizes(self) -> Sizes:
        """Return the bounds that the tasks keep."""
        return SIZES

    @pytest.fixture
    def distribution(self, source: str) -> TaskDistribution:
        return made(source)

    @pytest.fixture
    def tasks(self, source: str) -> tuple[Task, ...]:
        return drawn(source)

    def test_it_has_a_name(self, distribution):
        assert distribution.name.replace("_", "").isalnum()

    def test_same_state_gives_the_same_task(self, distribution, tasks):
        again = next(iter(sample_tasks(distribution, 1, random_state=3)))

        assert again.fingerprint == tasks[0].fingerprint
        assert again.family == tasks[0].family
        pd.testing.assert_frame_equal(again.X, tasks[0].X)

    def test_other_states_give_other_tasks(self, tasks):
        assert len({task.fingerprint for task in tasks}) == N_TASKS

    def test_another_process_draws_the_same_tasks(self, source, tasks):
        *lines, last = source.strip().splitlines()
        code = "\n".join([*lines, f"distribution = {last}"])
        code += "\nfrom jupyter_metaml.generation import sample_tasks"
        code += "\nprint(*(task.fingerprint for task in sample_tasks(distribution, 3, random_state=3)))"
        surroundings = os.environ | {"PYTHONHASHSEED": "7", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True, env=surroundings
        )

        assert done.stdout.split() == [task.fingerprint for task in tasks[:3]]

    def test_the_next_task_depends_on_the_state_only(self, distribution):
        first, second = np.random.default_rng(5), np.random.default_rng(5)
        distribution.sample(first)
        distribution.sample(second)

        assert first.bit_generator.state == second.bit_generator.state

    def test_tasks_keep_their_bounds(self, tasks, sizes):
        assert all(task.n_rows <= sizes.max_rows for task in tasks)
        assert all(sizes.min_columns <= task.n_columns <= sizes.max_columns for task in tasks)
        assert all(task.n_classes <= sizes.max_classes for task in tasks)

    def test_tasks_are_valid(self, tasks):
        for task in tasks:
            assert np.isfinite(task.y).all()
            assert len(np.unique(task.y)) >= 2
            assert not task.X.isna().all().any()
            numbers = task.X.select_dtypes("number").to_numpy(dtype=float, na_value=np.nan)
            assert not np.isinf(numbers).any()
            if task.n_classes:
                assert np.bincount(task.y).min() >= task.splits.n_folds

    def test_every_task_has_a_family(self, tasks):
        assert all(task.family for task in tasks)

    def test_most_tasks_can_be_learned(self, tasks):
        skills = [skill(task) for task in tasks]

        assert np.mean(np.array(skills) > 0.03) >= 0.75, skills
