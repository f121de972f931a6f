from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from jupyter_metaml.generation.batches.plans import draw_plan


def test_factors_have_few_levels_and_tell_the_score():
    for seed in range(30):
        shown, scores = draw_plan(np.random.default_rng(seed), 2, 400, 4, 1)

        assert shown.values.shape == (2, 400, 4)
        assert scores.shape == (2, 400, 1)
        factors = [column for column in shown.values[0].T if len(np.unique(column)) <= 10]
        assert len(factors) >= 2
        rows = np.stack(factors, axis=1)
        assert DecisionTreeRegressor(random_state=0).fit(rows, scores[0]).score(rows, scores[0]) > 0.999


def test_levels_are_set_independently():
    shown, _ = draw_plan(np.random.default_rng(0), 1, 4000, 2, 1)

    assert abs(np.corrcoef(shown.values[0].T)[0, 1]) < 0.1


def test_combinations_often_tell_more_than_single_levels():
    def alone(seed: int) -> float:
        """Return the share of the score that adding up effects of single levels explains."""
        shown, scores = draw_plan(np.random.default_rng(seed), 1, 3000, 2, 1)
        levels = shown.values[0].astype(int)
        design = np.concatenate([np.eye(11)[column] for column in levels.T], axis=1)
        left = scores[0] - design @ np.linalg.lstsq(design, scores[0], rcond=None)[0]
        return 1.0 - float(left.var() / scores[0].var())

    shares = np.array([alone(seed) for seed in range(60)])

    assert 0.2 < (shares < 0.9).mean() < 0.9


def test_columns_of_no_use_fill_wide_tables(rng):
    shown, _ = draw_plan(rng, 3, 50, 30, 1)

    assert shown.values.shape == (3, 50, 30)
    assert shown.is_category.shape == (30,)


def test_several_scores_come_from_one_plan(rng):
    assert draw_plan(rng, 3, 50, 5, 4)[1].shape == (3, 50, 4)
