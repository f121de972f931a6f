"""What every recommender owes: an order without gaps, within what is allowed, sound at its start, the same each time.

A test class inherits from `MetaLearnerContract` and gives the fixture `recommender`.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest
from latent_base import latent_base

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning import Query, Recommender

LINEAR = {"linear", "text_linear"}
TREES = {"lightgbm", "catboost", "xgboost", "hist_gradient_boosting", "extra_trees", "random_forest"}


@cache
def base_of(**options: object) -> KnowledgeBase:
    """Make a base once."""
    return latent_base(**options)


def question(base: KnowledgeBase, **changes: object) -> Query:
    """Ask about the last task of a base."""
    return replace(Query.of_record(base.tasks[-1], budget_s=30.0), **changes)


class MetaLearnerContract:
    """Inherit and override the fixture."""

    @pytest.fixture
    def recommender(self) -> Recommender:
        """Return the recommender, not fitted."""
        raise NotImplementedError

    @pytest.fixture
    def base(self) -> KnowledgeBase:
        return base_of(n_tasks=30, n_configurations=18)

    def test_it_has_a_name(self, recommender):
        assert recommender.name

    def test_ranks_count_from_one_and_configurations_come_once(self, recommender, base):
        found = recommender.fit(base).recommend(question(base), 18)

        assert [item.rank for item in found] == list(range(1, 19))
        assert len({item.configuration for item in found}) == 18

    def test_same_base_and_query_give_the_same_answer(self, recommender, base):
        first = recommender.fit(base).recommend(question(base), 10)

        again = recommender.fit(base.rows(range(base.n_tasks))).recommend(question(base), 10)

        assert first == again

    def test_fitting_leaves_the_recommender_as_it_was(self, recommender, base):
        recommender.fit(base)

        assert recommender.recommend(question(base), 3) == ()

    @pytest.mark.parametrize("n", [0, 1, 5])
    def test_no_more_than_asked_for(self, recommender, base, n):
        assert len(recommender.fit(base).recommend(question(base), n)) == n

    def test_asking_for_more_gives_all_there_are(self, recommender, base):
        assert len(recommender.fit(base).recommend(question(base), 1_000)) == len(base.configurations)

    def test_a_longer_answer_begins_with_the_shorter_one(self, recommender, base):
        fitted = recommender.fit(base)

        assert fitted.recommend(question(base), 12)[:4] == fitted.recommend(question(base), 4)

    def test_only_allowed_families_are_recommended(self, recommender, base):
        found = recommender.fit(base).recommend(question(base, allowed=frozenset({"svm", "mlp"})), 18)

        assert {item.configuration.family for item in found} == {"svm", "mlp"}

    def test_only_allowed_configurations_are_recommended(self, recommender, base):
        wanted = set(base.configurations[3:7])

        found = recommender.fit(base).recommend(question(base, allowed=wanted.__contains__), 18)

        assert {item.configuration for item in found} == wanted

    def test_nothing_allowed_gives_nothing(self, recommender, base):
        assert recommender.fit(base).recommend(question(base, allowed=frozenset()), 5) == ()

    @pytest.mark.parametrize("place", [0, 7, 29])
    @pytest.mark.parametrize("budget_s", [1.0, 30.0, math.inf])
    def test_linear_model_and_trees_are_among_the_first_three(self, recommender, base, place, budget_s):
        query = Query.of_record(base.tasks[place], budget_s=budget_s)

        families = {item.configuration.family for item in recommender.fit(base).recommend(query, 3)}

        assert families & LINEAR
        assert families & TREES

    def test_expected_values_are_numbers_or_unknown(self, recommender, base):
        found = recommender.fit(base).recommend(question(base), 18)

        values = [
            value
            for item in found
            for value in (item.expected_s, item.expected_score, item.expected_low, item.expected_high)
        ]
        assert all(value is None or math.isfinite(value) for value in values)
        assert all(item.expected_low <= item.expected_score <= item.expected_high for item in found)

    def test_reasons_are_words_without_names_of_tables(self, recommender, base):
        found = recommender.fit(base).recommend(question(base), 18)

        assert all(item.why and item.title for item in found)
        assert not any(task.id in item.why or task.family in item.why for item in found for task in base.tasks)

    def test_empty_base_gives_nothing(self, recommender, base):
        assert recommender.fit(KnowledgeBase.empty()).recommend(question(base), 5) == ()

    def test_kind_that_was_never_seen_gives_nothing(self, recommender, base):
        assert recommender.fit(base).recommend(question(base, kind="regression", n_classes=0), 5) == ()

    @pytest.mark.parametrize("n_tasks", [1, 2, 7])
    def test_few_tasks_are_enough(self, recommender, base, n_tasks):
        found = recommender.fit(base.rows(range(n_tasks))).recommend(question(base), 5)

        assert len(found) == 5

    def test_gaps_and_failures_are_no_obstacle(self, recommender):
        base = base_of(n_tasks=30, n_configurations=18, seen_share=0.7, failed_share=0.1)

        assert len(recommender.fit(base).recommend(question(base), 10)) == 10

    def test_unknown_meta_features_are_no_obstacle(self, recommender, base):
        found = recommender.fit(base).recommend(question(base, meta_features={"never heard of": math.nan}), 5)

        assert len(found) == 5

    def test_tasks_without_meta_features_are_no_obstacle(self, recommender, base):
        bare = replace(base, tasks=tuple(replace(task, meta_features={}) for task in base.tasks))

        assert len(recommender.fit(bare).recommend(question(base), 5)) == 5

    def test_tables_far_larger_than_any_seen_are_no_obstacle(self, recommender, base):
        found = recommender.fit(base).recommend(question(base, n_rows=10**7, n_columns=10**4), 5)

        assert len(found) == 5
        assert all(item.expected_s > 60.0 for item in found)
