from __future__ import annotations

import numpy as np
import pytest
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.automl.meta.centre import Centre, at_reference

SPACE = {
    "C": FloatDistribution(0.01, 100.0, log=True),
    "depth": IntDistribution(1, 9),
    "scaler": CategoricalDistribution(["robust", "standard"]),
}
START = {"C": 0.01, "depth": 1, "scaler": "robust"}
BEGUN = Centre(family="svm").begun(START, SPACE)


def test_it_begins_where_it_is_told():
    assert BEGUN.params(SPACE) == START
    assert BEGUN.configuration(SPACE).as_dict() == {"family": "svm", "params": START}


def test_to_begin_again_changes_nothing():
    assert BEGUN.begun({"C": 100.0, "depth": 9, "scaler": "standard"}, SPACE) == BEGUN


@pytest.mark.parametrize("lr", [0.001, 0.25, 1.0])
def test_each_coordinate_moves_by_exactly_lr_of_the_way(lr):
    after, moves = BEGUN.toward({"C": 100.0, "depth": 5, "scaler": "standard"}, SPACE, lr)

    assert after.positions == pytest.approx({"C": lr * 1.0, "depth": lr * 0.5})
    assert after.odds["scaler"] == pytest.approx({"robust": 1 - lr, "standard": lr})
    assert {move.parameter: move.moved for move in moves} == pytest.approx({"C": lr, "depth": lr / 2, "scaler": lr})


def test_two_steps_of_a_half_go_three_quarters_of_the_way():
    goal = {"C": 100.0}
    once, _ = BEGUN.toward(goal, SPACE, 0.5)
    twice, _ = once.toward(goal, SPACE, 0.5)

    assert twice.positions["C"] == pytest.approx(0.75)
    assert twice.params(SPACE)["C"] == pytest.approx(10.0)


def test_moves_are_told_in_the_values_of_the_family():
    _, moves = BEGUN.toward({"C": 100.0, "depth": 1}, SPACE, 0.5)

    (move,) = moves
    assert (move.family, move.parameter) == ("svm", "C")
    assert (move.before, move.optimum, move.after) == (0.01, 100.0, 1.0)


def test_what_does_not_fit_the_space_stays():
    after, moves = BEGUN.toward({"C": None, "scaler": "unheard of"}, SPACE, 1.0)

    assert after == BEGUN
    assert moves == ()


def test_the_odds_decide_the_choice():
    after, _ = BEGUN.toward({"scaler": "standard"}, SPACE, 0.4)
    further, _ = after.toward({"scaler": "standard"}, SPACE, 0.4)

    assert after.params(SPACE)["scaler"] == "robust"
    assert further.params(SPACE)["scaler"] == "standard"


def test_a_table_with_other_choices_gets_one_of_them_or_its_default():
    narrow = {"scaler": CategoricalDistribution(["quantile", "standard"])}
    learned, _ = BEGUN.toward({"scaler": "standard"}, SPACE, 0.1)

    assert learned.params(narrow) == {"scaler": "standard"}
    assert BEGUN.params(narrow) == {}


def test_a_new_coordinate_begins_at_the_default_of_its_table():
    wider = SPACE | {"alpha": FloatDistribution(0.0, 1.0)}

    assert BEGUN.begun({"alpha": 0.25}, wider).positions["alpha"] == 0.25


def test_draws_lie_around_the_centre():
    centre = Centre(family="svm", positions={"C": 0.5}, odds={"scaler": {"standard": 1.0}})
    rng = np.random.default_rng(0)
    drawn = [centre.draw(SPACE, rng) for _ in range(300)]

    logs = np.log10([configuration.get("C") for configuration in drawn])
    assert abs(np.mean(logs)) < 0.1
    assert 0.4 < np.std(logs) < 0.8
    assert np.mean([configuration.get("scaler") == "standard" for configuration in drawn]) == pytest.approx(
        0.9, abs=0.06
    )
    assert all(configuration.get("depth") is None for configuration in drawn)


def test_rates_are_compared_for_the_same_number_of_trees():
    few = at_reference("lightgbm", {"learning_rate": 0.1, "n_estimators": 75}, "binary")
    many = at_reference("lightgbm", {"learning_rate": 0.1, "n_estimators": 300}, "binary")

    assert few["learning_rate"] < many["learning_rate"] == 0.1
    assert at_reference("linear", {"C": 1.0}, "binary") == {"C": 1.0}
