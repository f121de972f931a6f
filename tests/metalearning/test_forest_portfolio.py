from __future__ import annotations

import numpy as np
import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import ForestPortfolio
from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.forest_portfolio import task_weights
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.pipelines import Configuration


class TestForestPortfolio(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return ForestPortfolio()

    def test_short_budget_brings_the_fast_one_forward_and_a_long_one_the_best(self, recommender, make_base):
        best, fast, poor = (Configuration.of(name) for name in ("mlp", "svm", "nearest_neighbours"))
        base = make_base([[0.1, 0.12, 0.3]] * 8, configurations=(best, fast, poor), fit_s=[[2.0, 0.1, 2.0]] * 8)
        fitted = recommender.fit(base)

        first = {budget_s: fitted.recommend(question(base, budget_s=budget_s), 1)[0] for budget_s in (5.0, 3_600.0)}

        assert first[5.0].configuration == fast
        assert first[3_600.0].configuration == best


def test_weights_sum_to_one_and_prefer_tasks_in_the_same_place(latent):
    evidence = evidence_for(latent, "binary")
    point = evidence.space.points[:, [evidence.space.names.index(f"view_{i}") for i in range(4)]]

    weights, is_outside = task_weights(evidence, Query.of_record(latent.tasks[0], budget_s=30.0))

    near = np.argsort(np.abs(point - point[0]).sum(axis=1))[:10]
    assert not is_outside
    assert weights.sum() == pytest.approx(1.0)
    assert weights[near].sum() > 2 * len(near) / len(weights)


def test_table_unlike_all_others_weighs_all_tasks_alike(latent):
    evidence = evidence_for(latent, "binary")
    query = Query.of_record(latent.tasks[0], budget_s=30.0)
    far = dict.fromkeys(query.meta_features, 1e6)

    weights, is_outside = task_weights(
        evidence, Query(kind="binary", meta_features=far, n_rows=9, n_columns=9, n_classes=2, budget_s=30.0)
    )

    assert is_outside
    np.testing.assert_array_equal(weights, evidence.weights)
