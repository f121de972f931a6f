from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.automl.meta.centre import Centre
from jupyter_metaml.automl.meta.family_space import FamilySpace

SPACE = {
    "C": FloatDistribution(0.01, 100.0, log=True),
    "depth": IntDistribution(1, 9),
    "scaler": CategoricalDistribution(["robust", "standard"]),
}
START = {"C": 0.01, "depth": 1, "scaler": "robust"}
TABLE = FamilySpace(family="svm", space=SPACE, default=START)
BEGUN = Centre()


def test_it_begins_at_the_default_of_the_table():
    assert BEGUN.params(TABLE) == START
    assert BEGUN.configuration(TABLE).as_dict() == {"family": "svm", "params": START}


@pytest.mark.parametrize("lr", [0.001, 0.25, 1.0])
def test_each_coordinate_moves_by_exactly_lr_of_the_way(lr):
    after, moves = BEGUN.toward({"C": 100.0, "depth": 5, "scaler": "standard"}, TABLE, lr)

    assert after.offsets == pytest.approx({"C": lr * 1.0, "depth": lr * 0.5})
    assert after.odds["scaler"] == pytest.approx({"standard": lr})
    assert {move.parameter: move.moved for move in moves} == pytest.approx({"C": lr, "depth": lr / 2, "scaler": lr})


def test_the_whole_way_ends_at_the_optimum():
    optimum = {"C": 1.0, "depth": 4, "scaler": "standard"}
    after, _ = BEGUN.toward(optimum, TABLE, 1.0)

    assert after.params(TABLE) == optimum


def test_two_steps_of_a_half_go_three_quarters_of_the_way():
    once, _ = BEGUN.toward({"C": 100.0}, TABLE, 0.5)
    twice, _ = once.toward({"C": 100.0}, TABLE, 0.5)

    assert twice.offsets["C"] == pytest.approx(0.75)
    assert twice.params(TABLE)["C"] == pytest.approx(10.0)


def test_on_another_table_the_same_way_starts_from_its_own_default():
    after, _ = BEGUN.toward({"C": 1.0, "scaler": "standard"}, TABLE, 0.5)
    other = replace(TABLE, default=START | {"C": 1.0, "depth": 7})

    assert after.params(other) == {"C": pytest.approx(10.0), "depth": 7, "scaler": "robust"}


def test_no_offset_leaves_the_range():
    after, _ = BEGUN.toward({"C": 100.0}, TABLE, 0.75)

    assert after.params(replace(TABLE, default=START | {"C": 50.0}))["C"] == 100.0


def test_centre_that_was_tried_itself_is_no_move():
    """Its values were rounded on the way."""
    place = replace(TABLE, space={"C": FloatDistribution(0.01, 100.0, log=True)}, default={"C": 1.0})
    centre, _ = BEGUN.toward({"C": 7.0}, place, 0.3)

    _, moves = centre.toward(centre.params(place), place, 0.3)

    assert moves == ()


def test_moves_are_told_in_the_values_of_the_family():
    _, moves = BEGUN.toward({"C": 100.0, "depth": 1}, TABLE, 0.5)

    (move,) = moves
    assert (move.family, move.parameter) == ("svm", "C")
    assert (move.before, move.optimum, move.after) == (0.01, 100.0, 1.0)


def test_what_does_not_fit_the_space_stays():
    after, moves = BEGUN.toward({"C": None, "scaler": "unheard of"}, TABLE, 1.0)

    assert after == BEGUN
    assert moves == ()


def test_the_odds_decide_the_choice():
    after, _ = BEGUN.toward({"scaler": "standard"}, TABLE, 0.4)
    further, _ = after.toward({"scaler": "standard"}, TABLE, 0.4)

    assert after.params(TABLE)["scaler"] == "robust"
    assert further.params(TABLE)["scaler"] == "standard"


def test_a_table_with_other_choices_gets_one_that_it_has():
    after, _ = BEGUN.toward({"scaler": "standard"}, TABLE, 0.1)
    without_default = replace(TABLE, space={"scaler": CategoricalDistribution(["quantile", "standard"])})

    assert after.params(without_default) == {"scaler": "standard"}
    assert BEGUN.params(without_default) == {}


def test_what_the_table_has_no_default_for_is_left_to_its_family():
    assert BEGUN.params(replace(TABLE, default={"depth": 3})) == {"depth": 3}


def test_draws_lie_around_the_centre():
    centre = Centre(offsets={"C": 0.5}, odds={"scaler": {"standard": 1.0}})
    rng = np.random.default_rng(0)
    drawn = [centre.draw(TABLE, rng) for _ in range(300)]

    logs = np.log10([configuration.get("C") for configuration in drawn])
    are_standard = [configuration.get("scaler") == "standard" for configuration in drawn]
    assert abs(np.mean(logs)) < 0.1
    assert 0.4 < np.std(logs) < 0.8
    assert np.mean(are_standard) == pytest.approx(0.9, abs=0.06)
