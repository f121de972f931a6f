from __future__ import annotations

import numpy as np
import pytest
from task_distribution_contract import SIZES, TaskDistributionContract

from jupyter_metaml.generation import Corruption, Linear, RandomTrees, Sinusoids, Smooth, StructuralCausal

FAMILIES = (StructuralCausal, RandomTrees, Smooth, Linear, Sinusoids)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
class TestFamilies(TaskDistributionContract):
    @pytest.fixture
    def source(self, family):
        return f"""
from jupyter_metaml.generation import Sizes, {family.__name__}
{family.__name__}(sizes={SIZES!r})
"""

    def test_all_kinds_are_drawn(self, tasks):
        assert {task.kind for task in tasks} == {"binary", "multiclass", "regression"}

    def test_relatives_there_are_none(self, tasks, family):
        assert len({task.family for task in tasks}) == len(tasks)
        assert all(task.family.startswith(f"{family.name}-") for task in tasks)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@pytest.mark.parametrize(("n_columns", "n_scores"), [(1, 1), (1, 4), (7, 3), (60, 10)])
def test_signals_have_their_shape_and_scale(family, n_columns, n_scores):
    signal = family().signal(np.random.default_rng(0), 200, n_columns, n_scores)

    assert signal.columns.shape == (200, n_columns)
    assert signal.scores.shape == (200, n_scores)
    np.testing.assert_allclose(signal.columns.mean(axis=0), 0.0, atol=1e-6)
    np.testing.assert_allclose(signal.scores.std(axis=0), 1.0, atol=1e-6)
    assert all(0 <= place < n_columns and len(codes) == 200 for place, codes in signal.codes.items())


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_levels_decide_the_numbers_of_a_category(family):
    signals = [family().signal(np.random.default_rng(seed), 150, 8, 1) for seed in range(10)]

    checked = 0
    for signal in signals:
        for place, codes in signal.codes.items():
            checked += 1
            numbers = signal.columns[:, place]
            assert all(len(np.unique(numbers[codes == code])) == 1 for code in np.unique(codes))
    assert checked > 5


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_kinds_can_be_chosen(family):
    distribution = family(kinds=("regression",), sizes=SIZES, corruption=Corruption.none())

    assert distribution.sample(np.random.default_rng(1)).kind == "regression"


def scores_of_rows_sorted_by_column(family, seed):
    signal = family().signal(np.random.default_rng(seed), 2_000, 1, 1)
    order = np.argsort(signal.columns[:, 0])
    return signal.columns[order, 0], signal.scores[order, 0]


def test_scores_of_trees_are_piecewise_constant():
    numbers = [len(np.unique(scores_of_rows_sorted_by_column(RandomTrees, seed)[1].round(9))) for seed in range(10)]

    assert max(numbers) < 1_000
    assert min(numbers) <= 8


@pytest.mark.parametrize("family", [Smooth, Sinusoids])
def test_scores_of_smooth_families_have_no_jumps(family):
    jumps = []
    for seed in range(10):
        column, scores = scores_of_rows_sorted_by_column(family, seed)
        is_near = np.diff(column) < 0.01
        jumps.append(np.abs(np.diff(scores))[is_near].max(initial=0.0))

    assert np.median(jumps) < 0.2


def test_linear_scores_without_products_are_a_weighted_sum():
    residuals = []
    for seed in range(30):
        signal = Linear().signal(np.random.default_rng(seed), 300, 5, 1)
        weights, *_ = np.linalg.lstsq(signal.columns, signal.scores[:, 0], rcond=None)
        residuals.append(np.std(signal.scores[:, 0] - signal.columns @ weights))

    assert min(residuals) < 1e-9
    assert max(residuals) > 0.1


def test_columns_of_a_graph_depend_on_one_another():
    strongest = []
    for seed in range(10):
        signal = StructuralCausal().signal(np.random.default_rng(seed), 500, 10, 1)
        correlations = np.abs(np.corrcoef(signal.columns.T)) - np.eye(10)
        strongest.append(correlations.max())

    assert np.median(strongest) > 0.3
