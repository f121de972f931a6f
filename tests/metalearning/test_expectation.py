from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from latent_base import latent_base

from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.expectation import expected_scores, score_model
from jupyter_metaml.metalearning.query import Query


def asked(base, row=0, **changes):
    return replace(Query.of_record(base.tasks[row], budget_s=30.0), **changes)


def left_out(base, row):
    return evidence_for(base.rows(np.arange(base.n_tasks) != row), base.tasks[row].kind)


def test_interval_holds_the_score_on_four_of_five_tables(latent):
    inside = []
    for row in range(latent.n_tasks):
        found = expected_scores(left_out(latent, row), asked(latent, row))
        inside.append((found.low <= latent.score[row]) & (latent.score[row] <= found.high))

    assert 0.7 < np.mean(inside) < 0.9


def test_first_scores_narrow_the_interval_and_keep_what_it_holds(latent):
    widths, inside = [], []
    for row in range(latent.n_tasks):
        evidence = left_out(latent, row)
        before = expected_scores(evidence, asked(latent, row))
        seen = {c: float(latent.score[row, place]) for place, c in enumerate(latent.configurations[:4])}
        after = expected_scores(evidence, asked(latent, row), seen)
        widths.append(np.mean(after.high - after.low) / np.mean(before.high - before.low))
        inside.append(((after.low <= latent.score[row]) & (latent.score[row] <= after.high))[4:])

    assert np.mean(widths) < 0.8
    assert 0.7 < np.mean(inside) < 0.9


def test_scores_in_units_of_the_target_wait_for_the_first_one():
    base = latent_base(30, 12, kinds=("regression",), seed=3)
    evidence = left_out(base, 0)
    seen = {base.configurations[0]: float(base.score[0, 0])}

    before = expected_scores(evidence, asked(base))
    after = expected_scores(evidence, asked(base), seen)

    assert np.isnan(before.score).all()
    assert np.isfinite(after.score).all()
    np.testing.assert_allclose(after.score, base.score[0], rtol=0.6)


def test_expectations_in_units_scale_with_the_unit():
    base = latent_base(30, 12, kinds=("regression",), seed=3)
    evidence = left_out(base, 0)
    one, thousand = (
        expected_scores(evidence, asked(base), {base.configurations[0]: unit * float(base.score[0, 0])})
        for unit in (1.0, 1_000.0)
    )

    np.testing.assert_allclose(thousand.score, 1_000.0 * one.score)
    np.testing.assert_allclose(thousand.low, 1_000.0 * one.low)


def test_score_never_passes_the_best_there_is(latent):
    seen = {latent.configurations[0]: 0.999}

    found = expected_scores(left_out(latent, 0), asked(latent), seen)

    assert found.high.max() <= 1.0
    assert found.score.max() <= 1.0


@pytest.mark.parametrize("metric", ["", "accuracy", "of somebody"])
def test_nothing_is_expected_in_a_metric_that_the_base_does_not_hold(latent, metric):
    assert np.isnan(expected_scores(left_out(latent, 0), asked(latent, metric=metric)).score).all()


def test_few_tasks_give_no_interval(latent):
    evidence = evidence_for(latent.rows(range(12)), "binary")

    assert np.isnan(expected_scores(evidence, asked(latent)).score).all()


def test_nothing_is_expected_of_a_configuration_that_failed_everywhere(latent):
    loss, score = latent.loss.copy(), latent.score.copy()
    loss[:, 0], score[:, 0] = np.inf, np.nan

    found = expected_scores(evidence_for(replace(latent, loss=loss, score=score), "binary"), asked(latent))

    assert np.isnan(found.score[0])
    assert np.isfinite(found.score[1:]).all()


def test_meta_features_beyond_the_base_expect_no_more_than_it_holds(latent):
    evidence = left_out(latent, 0)
    model = score_model(evidence, latent.tasks[0].metric)
    best, worst = np.array(model.coefficients[1:] > 0, dtype=float), np.array(model.coefficients[1:] < 0, dtype=float)
    levels = np.nanmedian(model.scores, axis=1)

    for end in (best, worst):  # every meta-feature at the end where tables like it score best, or worst
        far = dict(zip(evidence.space.names, np.where(end > 0, 1e9, -1e9).tolist(), strict=True))
        found = expected_scores(evidence, asked(latent, meta_features=far))
        level = (found.score[model.columns] - model.offsets).max()
        assert levels.min() - 1e-9 <= level <= levels.max() + 1e-9
        assert (found.low < found.high).all()
