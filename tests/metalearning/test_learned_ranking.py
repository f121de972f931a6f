from __future__ import annotations

import numpy as np
import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import LearnedRanking
from jupyter_metaml.metalearning.learned_ranking import described_configurations
from jupyter_metaml.pipelines import Configuration


class TestLearnedRanking(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return LearnedRanking()

    def test_it_learns_which_configuration_suits_which_table(self, recommender, latent):
        fitted = recommender.fit(latent.rows(range(1, latent.n_tasks)))
        found = fitted.recommend(question(latent.rows([0]), budget_s=np.inf), 18)

        by_rank = [latent.loss[0, latent.configurations.index(item.configuration)] for item in found]
        assert np.mean(by_rank[:6]) < np.mean(by_rank[-6:])


def test_configurations_are_described_by_family_and_values():
    described = described_configurations(
        [Configuration.of("linear", C=0.5, scaler="robust"), Configuration.of("mlp", deep=True, C=None)]
    )

    expected = [[1.0, 0.0, 0.5, np.nan, 0.0], [0.0, 1.0, np.nan, 1.0, np.nan]]
    np.testing.assert_array_equal(described, expected)
