from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.pipelines import BOOSTERS


@pytest.fixture
def evidence(make_base):
    return evidence_for(make_base([[0.1, 0.2, 0.3]] * 4), "binary")


@pytest.fixture
def query(make_task):
    return Query.of_record(make_task(), budget_s=30.0)


def test_candidates_are_what_is_allowed_and_not_seen(evidence, query):
    found = Candidates.of(evidence, query, {evidence.configurations[1]: 0.2})

    assert found.places.tolist() == [0, 2]
    np.testing.assert_allclose(found.seconds, 1.0, rtol=0.05)


def test_boosted_models_take_no_longer_than_the_search_plans_their_trees_for(evidence, query):
    found = Candidates.of(evidence, replace(query, boosted_s=0.4))

    is_boosted = np.array([each.family in BOOSTERS for each in evidence.configurations])
    assert 0 < is_boosted.sum() < len(is_boosted)
    assert set(found.seconds[is_boosted]) == set(found.high[is_boosted]) == {0.4}
    np.testing.assert_allclose(found.seconds[~is_boosted], 1.0, rtol=0.05)


def test_price_has_no_gaps():
    found = Candidates(places=np.arange(3), seconds=np.array([1.0, np.nan, 3.0]), high=np.ones(3))

    assert found.price.tolist() == [1.0, 2.0, 3.0]


def test_answer_becomes_ranked_recommendations(evidence, query):
    candidates = Candidates.of(evidence, query)
    answer = Answer(order=np.array([2, 0, 1]), weights=evidence.weights)

    found = recommendations(evidence, query, 2, candidates, answer)

    assert [item.rank for item in found] == [1, 2]
    assert [item.configuration.family for item in found] == ["catboost", "linear"]
    assert found[0].title == "CatBoost"
    assert found[0].expected_s == pytest.approx(1.0, rel=0.05)


def test_portfolio_names_positions_in_the_evidence(evidence, query):
    candidates = Candidates.of(evidence, query, {evidence.configurations[0]: 0.2})

    assert portfolio(evidence, candidates, evidence.weights).tolist() == [1, 2]
