from __future__ import annotations

import pytest
from meta_learner_contract import MetaLearnerContract, question

from jupyter_metaml.metalearning import PerSecondPortfolio
from jupyter_metaml.pipelines import Configuration


class TestPerSecondPortfolio(MetaLearnerContract):
    @pytest.fixture
    def recommender(self):
        return PerSecondPortfolio()

    def test_nearly_as_good_and_much_faster_comes_first(self, recommender, make_base):
        best, fast, poor = (Configuration.of(name) for name in ("mlp", "svm", "nearest_neighbours"))
        base = make_base([[0.1, 0.12, 0.3]] * 4, configurations=(best, fast, poor), fit_s=[[10.0, 0.1, 10.0]] * 4)

        found = recommender.fit(base).recommend(question(base), 3)

        assert found[0].configuration == fast
