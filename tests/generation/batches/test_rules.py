from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from jupyter_metaml.generation.batches.rules import rule_scores


def test_drivers_tell_the_score():
    found = []
    for seed in range(40):
        drivers, scores = rule_scores(np.random.default_rng(seed), 2, 400, 1)
        assert scores.shape == (2, 400, 1)
        assert 2 <= drivers.shape[2] <= 4
        found.append(DecisionTreeRegressor(random_state=0).fit(drivers[0], scores[0]).score(drivers[0], scores[0]))

    assert min(found) > 0.999


def test_both_sides_of_nearly_all_rules_come_up():
    spreads = [np.ptp(rule_scores(np.random.default_rng(seed), 1, 200, 1)[1]) for seed in range(100)]

    assert np.mean(np.array(spreads) > 0.0) > 0.95


def test_single_drivers_often_tell_nothing():
    def strongest(seed: int) -> float:
        drivers, scores = rule_scores(np.random.default_rng(seed), 1, 2000, 1)
        return max(abs(np.corrcoef(drivers[0, :, i], scores[0, :, 0])[0, 1]) for i in range(drivers.shape[2]))

    related = np.array([strongest(seed) for seed in range(60)])

    assert (related < 0.2).mean() > 0.3


def test_several_scores_come_from_one_rule(rng):
    assert rule_scores(rng, 3, 50, 4)[1].shape == (3, 50, 4)
