from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_metaml.automl.experience import Experience
from jupyter_metaml.automl.meta.family_space import FamilySpace
from jupyter_metaml.automl.meta.learned import Learned, meta_loss
from jupyter_metaml.automl.meta.step_rules import whole_step


@pytest.fixture
def searched(classifier, rings):
    return classifier(families=("linear",), max_trials=3).fit(*rings(0))


def test_a_step_remembers_the_trials_and_moves_the_centre(searched):
    learned, moves = Learned().after(searched.experience_, searched.history_, lr=1.0, rule=whole_step)

    best = min(searched.history_.finished, key=lambda trial: trial.loss)
    place = FamilySpace.of("linear", searched.experience_.shape)
    assert learned.n_tasks == 1
    assert learned.base().n_trials == 3
    assert learned.centres["linear"].params(place)["C"] == pytest.approx(best.configuration.get("C"), rel=1e-4)
    assert {move.family for move in moves} <= {"linear"}


def test_a_centre_starts_at_the_default_and_goes_lr_of_the_way(searched):
    place = FamilySpace.of("linear", searched.experience_.shape)
    default, _ = Learned().after(searched.experience_, searched.history_, lr=1.0, rule=lambda trials: 0.0)
    half, _ = Learned().after(searched.experience_, searched.history_, lr=0.5, rule=whole_step)
    whole, _ = Learned().after(searched.experience_, searched.history_, lr=1.0, rule=whole_step)

    middle, end = (found.centres["linear"].offsets["C"] for found in (half, whole))
    assert default.centres["linear"].params(place)["C"] == place.default["C"]
    assert middle == pytest.approx(end / 2) != 0.0


def test_the_rule_sees_the_trials_of_one_family_in_their_order(classifier, rings):
    model = classifier(max_trials=4).fit(*rings(0))
    asked = []

    def rule(trials):
        asked.append([trial.number for trial in trials])
        assert len({trial.configuration.family for trial in trials}) == 1
        return 0.0

    Learned().after(model.experience_, model.history_, lr=1.0, rule=rule)

    assert sorted(number for numbers in asked for number in numbers) == [1, 2, 3, 4]
    assert all(numbers == sorted(numbers) for numbers in asked)


def test_the_same_table_again_is_one_task_and_another_step(searched):
    once, _ = Learned().after(searched.experience_, searched.history_, lr=0.5, rule=whole_step)
    twice, _ = once.after(searched.experience_, searched.history_, lr=0.5, rule=whole_step)

    assert (twice.n_tasks, len(twice.losses)) == (1, 2)
    assert once.n_tasks == 1
    assert len(once.losses) == 1


def test_a_search_without_a_result_moves_nothing(searched):
    history = replace(searched.history_, trials=searched.history_.trials[:1])
    nothing = Experience(task=searched.experience_.task, trials=(), shape=searched.experience_.shape)

    learned, moves = Learned().after(nothing, history, lr=0.5, rule=whole_step)

    assert learned.centres == {}
    assert moves == ()


def test_meta_loss_is_in_units_of_the_baseline(searched):
    history = searched.history_

    assert meta_loss(history) == pytest.approx(history.blend.loss / history.baseline.loss)
    assert meta_loss(replace(history, blend=replace(history.blend, loss=history.baseline.loss))) == pytest.approx(1.0)
