"""The simulation itself on literal tables, and what it finds where the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from jupyter_metaml.metalearning import AdaptivePortfolio, ForestPortfolio, NearestTasks, StaticPortfolio
from jupyter_metaml.metalearning.policies import Adapting, ExpertOrder, Oracle, RandomOrder, Recommended
from jupyter_metaml.metalearning.significance import compare
from jupyter_metaml.metalearning.simulation import simulate
from jupyter_metaml.pipelines import Configuration

CONFIGURATIONS = tuple(Configuration.of("mlp", width=width) for width in range(5))


def play(base, policy, **options):
    return list(simulate(base, [policy], **{"seconds": (), **options}))


@dataclass(frozen=True)
class Spy:
    """Notes which tasks it was shown."""

    name: str = "spy"
    shown: list = field(default_factory=list)

    def orders(self, base, task, n):
        self.shown.append({known.id for known in base.tasks})
        return [np.arange(n)]


def test_relatives_leave_together(make_base, make_task):
    tasks = [make_task(number, family=family) for number, family in enumerate("aab")]
    spy = Spy()

    play(make_base([[0.1, 0.2, 0.3]] * 3, tasks=tasks), spy)

    assert spy.shown == [{"task-2"}, {"task-2"}, {"task-0", "task-1"}]


def test_out_of_fold_loss_decides_and_test_loss_judges(make_base):
    base = make_base([[0.5, 0.2, 0.4, 0.1, 0.3]], configurations=CONFIGURATIONS, test_loss=[[0.1, 0.3, 0.2, 0.5, 0.4]])

    outcome = play(base, ExpertOrder(configurations=CONFIGURATIONS))[0]

    np.testing.assert_allclose(outcome.errors[:4], [1.0, 0.5, 0.5, 0.0])
    np.testing.assert_allclose(outcome.test_errors[:4], [0.0, 1.0, 1.0, 1.0])
    assert outcome.to_target == 4
    assert [order.tolist() for order in outcome.orders] == [[0, 1, 2, 3, 4]]


def test_order_that_ends_stays_where_it_is(make_base):
    base = make_base([[0.5, 0.2, 0.4, 0.1, 0.3]], configurations=CONFIGURATIONS)

    outcome = play(base, ExpertOrder(configurations=CONFIGURATIONS[:2]))[0]

    np.testing.assert_allclose(outcome.errors, [1.0] + [0.5] * 7)
    assert outcome.to_target == 6


def test_trial_that_does_not_end_in_time_does_not_count(make_base):
    base = make_base([[0.5, 0.2, 0.4, 0.1, 0.3]], configurations=CONFIGURATIONS, fit_s=[[0.6, 0.6, 3.0, 10.0, 1.0]])

    outcome = play(base, ExpertOrder(configurations=CONFIGURATIONS), seconds=(0.5, 1.0, 2.0, 5.0, 60.0))[0]

    np.testing.assert_allclose(outcome.timed_errors, [1.0, 1.0, 0.5, 0.5, 0.0])


def test_failed_trials_take_a_turn_and_win_nothing(make_base):
    base = make_base([[np.inf, 0.2, 0.4]])

    outcome = play(base, ExpertOrder(configurations=base.configurations))[0]

    np.testing.assert_allclose(outcome.errors[:2], [1.0, 0.0])


def test_configurations_never_tried_are_no_turn(make_base):
    base = make_base([[np.nan, 0.2, 0.4]])

    outcome = play(base, ExpertOrder(configurations=base.configurations))[0]

    assert outcome.errors[0] == 0.0
    assert outcome.orders[0].tolist() == [1, 2]


def test_tasks_without_rows_kept_back_have_no_test_error(make_base):
    base = make_base([[0.1, 0.2, 0.3]], test_loss=[[np.nan] * 3])

    assert np.isnan(play(base, Oracle())[0].test_errors).all()


def test_task_on_which_everything_failed_is_not_played(make_base):
    assert play(make_base([[np.inf] * 3, [0.1, 0.2, 0.3]]), Oracle())[0].task.id == "task-1"


def test_only_wanted_families_are_played(make_base):
    found = play(make_base([[0.1, 0.2, 0.3]] * 4), Oracle(), families=("family-2",))

    assert [outcome.task.id for outcome in found] == ["task-2"]


@pytest.fixture(scope="module")
def played(latent):
    policies = [
        RandomOrder(),
        Recommended(recommender=StaticPortfolio()),
        Recommended(recommender=NearestTasks()),
        Recommended(recommender=ForestPortfolio()),
        Adapting(recommender=AdaptivePortfolio(), updates=5),
        Oracle(),
    ]
    found = {}
    for outcome in simulate(latent, policies, seconds=()):
        found.setdefault(outcome.policy, []).append(outcome)
    return found


@pytest.mark.parametrize("name", ["nearest 10", "forest portfolio", "adaptive portfolio"])
def test_whoever_looks_at_meta_features_beats_the_fixed_portfolio_where_they_tell_the_truth(played, name):
    ones, others = ([outcome.test_errors[2] for outcome in played[who]] for who in (name, "static portfolio"))

    found = compare(ones, others, [outcome.task.family for outcome in played[name]])

    assert found.difference.high < 0.0
    assert found.p_value < 0.01


def test_portfolio_beats_random_order_and_nobody_beats_the_oracle(played):
    reached = {name: np.mean([outcome.errors[2] for outcome in outcomes]) for name, outcomes in played.items()}

    assert reached["static portfolio"] < reached["random order"]
    assert reached["oracle"] == min(reached.values()) == 0.0


def test_learned_order_gains_nothing_where_meta_features_say_nothing():
    from latent_base import latent_base

    base = latent_base(40, 18, meta_noise=50.0, seed=4)
    policies = [Recommended(recommender=StaticPortfolio()), Recommended(recommender=ForestPortfolio())]
    errors = {policy.name: [] for policy in policies}
    for outcome in simulate(base, policies, seconds=()):
        errors[outcome.policy].append(outcome.test_errors[2])

    found = compare(errors["forest portfolio"], errors["static portfolio"], base.families)

    assert found.p_value > 0.05
