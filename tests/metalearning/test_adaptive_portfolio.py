from __future__ import annotations

import math

import numpy as np
import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import AdaptivePortfolio, AdaptiveRecommender, ForestPortfolio, Query
from jupyter_metaml.metalearning.adaptive_portfolio import agreement
from jupyter_metaml.metalearning.forest_portfolio import task_forest
from jupyter_metaml.pipelines import Configuration

A, B, C, D, E = (Configuration.of("mlp", width=width) for width in range(5))


class TestAdaptivePortfolio(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return AdaptivePortfolio()

    def test_it_is_adaptive(self, recommender):
        assert isinstance(recommender, AdaptiveRecommender)
        assert not isinstance(ForestPortfolio(), AdaptiveRecommender)

    def test_it_says_which_families_it_knows(self, recommender, base):
        told = recommender.fit(base).recommend(question(base), 100)

        assert recommender.fit(base).families(question(base)) == {item.configuration.family for item in told}

    def test_what_is_prepared_is_not_done_again(self, recommender, base):
        task_forest.cache_clear()
        fitted = recommender.fit(base)
        fitted.prepare(question(base).kind)
        before = task_forest.cache_info().misses

        fitted.recommend(question(base), 5)

        assert (before, task_forest.cache_info().misses) == (1, 1)

    def test_families_that_few_tasks_know_can_be_left_out(self, recommender, base):
        fitted = recommender.fit(base)

        assert fitted.families(question(base), fewest_tasks=base.n_tasks + 1) == frozenset()
        assert fitted.families(question(base), fewest_tasks=2) <= fitted.families(question(base))

    def test_before_anything_was_seen_update_is_recommend(self, recommender, base):
        fitted = recommender.fit(base)

        found = fitted.update(question(base), {}, 9)

        assert [item.configuration for item in found] == [
            item.configuration for item in fitted.recommend(question(base), 9)
        ]

    def test_what_was_seen_is_not_recommended_again(self, recommender, base):
        seen = dict.fromkeys(base.configurations[:4], 0.5)

        found = recommender.fit(base).update(question(base), seen, 100)

        assert {item.configuration for item in found} == set(base.configurations[4:])
        assert [item.rank for item in found] == list(range(1, len(found) + 1))

    def test_all_seen_leaves_nothing(self, recommender, base):
        assert recommender.fit(base).update(question(base), dict.fromkeys(base.configurations, 0.5), 5) == ()

    def test_losses_without_result_and_of_strangers_are_no_obstacle(self, recommender, base):
        seen = {base.configurations[0]: math.inf, base.configurations[1]: math.inf, Configuration.of("odd"): 0.1}

        assert len(recommender.fit(base).update(question(base), seen, 5)) == 5

    def test_empty_base_leaves_nothing(self, recommender, base):
        assert recommender.update(question(base), {base.configurations[0]: 0.5}, 5) == ()

    def test_first_losses_decide_between_two_sorts_of_tables(self, recommender, make_base, make_task):
        # on the one sort A beats B and then C is best, on the other B beats A and then D; nothing else tells them apart
        one, other = [0.3, 0.5, 0.1, 0.9, 0.8], [0.5, 0.3, 0.9, 0.1, 0.8]
        tasks = [make_task(number, meta_features={}) for number in range(12)]
        base = make_base([one, other] * 6, configurations=(A, B, C, D, E), tasks=tasks)
        fitted = recommender.fit(base)

        after_one = fitted.update(question(base), {A: 0.2, B: 0.4}, 1)
        after_other = fitted.update(question(base), {A: 0.4, B: 0.2}, 1)

        assert after_one[0].configuration == C
        assert after_other[0].configuration == D


def test_expected_errors_follow_what_was_seen(make_base, make_task):
    one, other = [0.3, 0.5, 0.1, 0.9, 0.8], [0.5, 0.3, 0.9, 0.1, 0.8]
    tasks = [make_task(number, meta_features={}) for number in range(12)]
    base = make_base([one, other] * 6, configurations=(A, B, C, D, E), tasks=tasks)

    found = AdaptivePortfolio().fit(base).expected_errors(question(base, allowed={C, D}.__contains__), {A: 0.2, B: 0.4})

    assert set(found) == {C, D}
    assert found[C] < 0.5 < found[D]


def test_nothing_is_expected_of_an_empty_base(make_task):
    query = Query.of_record(make_task(), budget_s=5.0)

    assert AdaptivePortfolio().expected_errors(query, {A: 0.2}) == {}


def test_agreement_is_the_number_of_further_configurations_in_the_same_order():
    tried = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.5, 0.5, 0.5]])

    found = agreement(tried, np.array([0.1, 0.4, 0.4]))

    np.testing.assert_allclose(found, [4 / 3, -4 / 3, 0.0], atol=1e-3)


def test_a_single_loss_agrees_with_everything():
    np.testing.assert_array_equal(agreement(np.array([[0.1], [0.9]]), np.array([0.3])), [0.0, 0.0])
