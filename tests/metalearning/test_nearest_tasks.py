from __future__ import annotations

import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import NearestTasks
from jupyter_metaml.pipelines import Configuration

MLP, SVM = Configuration.of("mlp"), Configuration.of("svm")


class TestNearestTasks(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return NearestTasks()


class TestNearestTask(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return NearestTasks(k=1)

    @pytest.mark.parametrize(("where", "expected"), [(1.2, MLP), (7.9, SVM)])
    def test_winner_of_the_nearest_task_comes_first(self, recommender, make_base, where, expected):
        base = make_base([[0.1, 0.5]] * 5 + [[0.5, 0.1]] * 4, configurations=(MLP, SVM))

        found = recommender.fit(base).recommend(question(base, meta_features={"log_n_rows": where}), 2)

        assert found[0].configuration == expected

    def test_table_unlike_all_others_gets_the_order_of_all_and_is_told(self, recommender, make_base):
        base = make_base([[0.1, 0.5]] * 5 + [[0.5, 0.1]] * 4, configurations=(MLP, SVM))

        found = recommender.fit(base).recommend(question(base, meta_features={"log_n_rows": 1_000.0}), 2)

        assert found[0].configuration == MLP
        assert "no similar table" in found[0].why
