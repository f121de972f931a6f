from __future__ import annotations

import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import StaticPortfolio
from jupyter_metaml.pipelines import Configuration


class TestStaticPortfolio(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return StaticPortfolio()

    def test_order_is_the_same_for_every_table(self, recommender, base):
        fitted = recommender.fit(base)
        orders = {
            tuple(item.configuration for item in fitted.recommend(question(base, meta_features=task.meta_features), 9))
            for task in base.tasks
        }

        assert len(orders) == 1

    def test_second_pick_covers_what_the_first_misses(self, recommender, make_base):
        strong, twin, odd, poor = (Configuration.of("mlp", width=width) for width in (1, 2, 3, 4))
        base = make_base(
            [[0.1, 0.1, 0.9, 0.5], [0.1, 0.2, 0.9, 0.5], [0.9, 0.9, 0.1, 0.8]], configurations=(strong, twin, odd, poor)
        )

        found = recommender.fit(base).recommend(question(base), 2)

        assert [item.configuration for item in found] == [strong, odd]
