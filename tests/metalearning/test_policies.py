from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning import AdaptivePortfolio, Query, StaticPortfolio
from jupyter_metaml.metalearning.policies import (
    Adapting,
    ExpertOrder,
    LeftOut,
    Oracle,
    RandomOrder,
    Recommended,
    SingleFamily,
    asked_with,
)
from jupyter_metaml.pipelines import Configuration

NOTHING = KnowledgeBase.empty()


@pytest.fixture
def left_out(latent):
    return LeftOut(
        query=asked_with(Query.of_record(latent.tasks[0], budget_s=30.0), latent.configurations),
        configurations=latent.configurations,
        loss=latent.loss[0],
        seed=7,
    )


@pytest.fixture
def others(latent):
    return latent.rows(range(1, latent.n_tasks))


def test_random_orders_are_fifty_and_the_same_each_time(left_out):
    orders = RandomOrder().orders(NOTHING, left_out, 18)

    assert len(orders) == 50
    assert all(sorted(order.tolist()) == list(range(18)) for order in orders)
    np.testing.assert_array_equal(orders[3], RandomOrder().orders(NOTHING, left_out, 18)[3])


def test_expert_order_leaves_out_what_was_not_tried(left_out):
    wanted = (left_out.configurations[4], Configuration.of("odd"), left_out.configurations[1])

    assert ExpertOrder(configurations=wanted).orders(NOTHING, left_out, 18)[0].tolist() == [4, 1]


def test_single_family_begins_with_its_defaults(left_out):
    for order in SingleFamily(family="lightgbm", draws=4).orders(NOTHING, left_out, 18):
        found = [left_out.configurations[place] for place in order.tolist()]
        assert found[0] == Configuration.of("lightgbm")
        assert [configuration.family for configuration in found] == ["lightgbm"] * 3


def test_oracle_sorts_by_loss(left_out):
    order = Oracle().orders(NOTHING, left_out, 5)[0]

    assert np.all(np.diff(left_out.loss[order]) >= 0)
    assert len(order) == 5


def test_recommended_order_is_that_of_the_recommender(left_out, others):
    expected = StaticPortfolio().fit(others).recommend(left_out.query, 6)

    order = Recommended(recommender=StaticPortfolio(), is_sound=True).orders(others, left_out, 6)[0]

    assert [left_out.configurations[place] for place in order] == [item.configuration for item in expected]


@pytest.mark.parametrize("make", [Recommended, Adapting])
def test_rules_of_the_opening_are_off_until_asked_for(make_base, make_task, make):
    configurations = tuple(Configuration.of(name) for name in ("mlp", "svm", "lightgbm", "catboost", "linear"))
    base = make_base([[0.1, 0.3, 0.4, 0.5, 0.9], [0.4, 0.1, 0.2, 0.5, 0.9]] * 5, configurations=configurations)
    task = LeftOut(
        query=Query.of_record(make_task(), budget_s=60.0), configurations=configurations, loss=base.loss[0], seed=7
    )
    bare, sound = make(recommender=AdaptivePortfolio()), make(recommender=AdaptivePortfolio(), is_sound=True)

    bare_order, sound_order = (policy.orders(base, task, 5)[0].tolist() for policy in (bare, sound))

    assert bare_order[-1] == 4
    assert 4 in sound_order[:3]
    assert (bare.name, sound.name) == ("adaptive portfolio", "adaptive portfolio, sound opening")


@pytest.mark.parametrize("updates", [1, 3, 30])
def test_adapting_plays_each_configuration_once(left_out, others, updates):
    order = Adapting(recommender=AdaptivePortfolio(), updates=updates).orders(others, left_out, 18)[0]

    assert sorted(order.tolist()) == list(range(18))


def test_adapting_knows_the_losses_of_what_it_played_only(left_out, others):
    class Watched(AdaptivePortfolio):
        seen: list = []  # noqa: RUF012 - a note for this test

        def update(self, query, seen, n, *, scores=None):
            self.seen.append(dict(seen))
            return AdaptivePortfolio.update(self, query, seen, n)

    order = Adapting(recommender=Watched(), updates=3).orders(others, left_out, 18)[0]

    played = [left_out.configurations[place] for place in order.tolist()]
    assert [set(seen) for seen in Watched.seen] == [set(played[:number]) for number in (1, 2, 3)]


def test_empty_base_plays_nothing(left_out):
    assert [len(order) for order in Adapting(recommender=AdaptivePortfolio()).orders(NOTHING, left_out, 18)] == [0]
