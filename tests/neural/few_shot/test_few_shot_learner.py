"""What all few-shot learners share."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.base import clone
from torch import nn

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural import (
    ANIL,
    MAML,
    AnyTable,
    Encoding,
    HiddenNetworkClasses,
    MetaDataset,
    MetaSGD,
    NWayKShot,
    Prototypes,
    Reptile,
    RidgeHead,
    SineWaves,
    TableColumns,
)
from jupyter_metaml.neural.few_shot.errors import UnadaptableModelError

LEARNERS = {
    "MAML": MAML,
    "ANIL": ANIL,
    "MetaSGD": MetaSGD,
    "Reptile": Reptile,
    "Prototypes": Prototypes,
    "RidgeHead": RidgeHead,
}
FOR_NUMBERS = [name for name in LEARNERS if name != "Prototypes"]
BY_GRADIENTS = ["MAML", "ANIL", "MetaSGD", "Reptile"]
QUICK = {"n_iterations": 3, "tasks_per_step": 4}
FAMILY = HiddenNetworkClasses(n_ways=3, n_query=5, n_columns=6)


@pytest.fixture
def make(make_network):
    def make(name: str, *, n_columns: int = 6, n_outputs: int = 3, **changes):
        module = make_network(n_columns, 8, n_outputs, dtype=torch.float32)
        return LEARNERS[name](module, **{**QUICK, **changes})

    return make


@pytest.mark.parametrize("name", LEARNERS)
def test_it_learns_adapts_and_is_evaluated(name, make):
    episode = FAMILY.sample_episodes(1, np.random.default_rng(5))[0]
    learner = make(name)

    assert learner.fit(FAMILY) is learner
    adapted = learner.adapt(episode.X_support, episode.y_support)

    assert adapted.predict_proba(episode.X_query).shape == (15, 3)
    assert learner.evaluate(episode.X_query, episode.y_query) == adapted.score(episode.X_query, episode.y_query)
    assert len(learner.meta_losses_) == 3


@pytest.mark.parametrize("name", FOR_NUMBERS)
def test_numbers_are_learned_by_all_but_prototypes(name, make):
    learner = make(name, n_columns=1, n_outputs=1).fit(SineWaves())
    episode = SineWaves().sample_episodes(1, np.random.default_rng(5))[0]

    found = learner.adapt(episode.X_support, episode.y_support).predict(episode.X_query)

    error = np.sqrt(np.mean((found - episode.y_query) ** 2))
    assert learner.evaluate(episode.X_query, episode.y_query) == pytest.approx(error)


@pytest.mark.parametrize("name", LEARNERS)
def test_the_model_that_was_given_stays_as_it_is(name, make):
    learner = make(name)
    before = {key: tensor.clone() for key, tensor in learner.model.state_dict().items()}

    episode = FAMILY.sample_episodes(1, np.random.default_rng(5))[0]
    learner.fit(FAMILY).adapt(episode.X_support, episode.y_support)

    assert all(torch.equal(tensor, before[key]) for key, tensor in learner.model.state_dict().items())
    assert any(not torch.equal(tensor, before[key]) for key, tensor in learner.module_.state_dict().items())


@pytest.mark.parametrize("name", LEARNERS)
def test_adapting_leaves_what_was_learned(name, make):
    episodes = FAMILY.sample_episodes(2, np.random.default_rng(5))
    learner = make(name).fit(FAMILY)

    first = learner.adapt(episodes[0].X_support, episodes[0].y_support).predict_proba(episodes[0].X_query)
    learner.adapt(episodes[1].X_support, episodes[1].y_support)
    again = learner.adapt(episodes[0].X_support, episodes[0].y_support).predict_proba(episodes[0].X_query)

    assert np.array_equal(first, again)


@pytest.mark.parametrize("name", LEARNERS)
def test_the_same_seed_learns_the_same_with_dropout_too(name, make):
    results = []
    for _ in range(2):
        learner = make(name)
        learner.model.insert(2, nn.Dropout(0.3))
        results.append(clone(learner).fit(FAMILY).meta_losses_)

    assert results[0] == results[1]


@pytest.mark.parametrize("name", LEARNERS)
def test_it_is_a_scikit_learn_estimator(name, make):
    learner = make(name, meta_lr=0.02)
    copied = clone(learner)

    assert copied.get_params()["meta_lr"] == 0.02
    assert copied.model is not learner.model
    assert "meta_lr=0.02" in repr(copied)


@pytest.mark.parametrize("name", LEARNERS)
def test_it_can_be_pickled(name, make):
    learner = make(name).fit(FAMILY)

    copied = pickle.loads(pickle.dumps(learner))

    assert np.array_equal(copied.evaluate_episodes(FAMILY, 4), learner.evaluate_episodes(FAMILY, 4))


@pytest.mark.parametrize("name", BY_GRADIENTS)
@pytest.mark.parametrize("model", [object(), nn.ReLU()])
def test_models_without_gradients_are_refused_at_once(name, model):
    with pytest.raises(UnadaptableModelError, match=f"^{name} "):
        LEARNERS[name](model)


@pytest.mark.parametrize("name", ["Prototypes", "RidgeHead"])
def test_modules_without_parameters_adapt_and_cannot_be_trained(name, classes):
    learner = LEARNERS[name](nn.Identity())

    assert learner.adapt(*classes).score(*classes) == 1.0
    with pytest.raises(UnadaptableModelError, match="without a parameter"):
        learner.fit(FAMILY)


@pytest.mark.parametrize("name", LEARNERS)
def test_without_training_it_starts_from_the_given_parameters(name, make):
    learner = make(name)

    assert learner.evaluate_episodes(FAMILY, 5).shape == (5,)
    assert not hasattr(learner, "learned_")


def test_tables_of_any_width_are_learned_from_and_adapted_to(make):
    rng = np.random.default_rng(0)
    tables = []
    for n_columns in (2, 3, 9):
        X = (
            pd.DataFrame(rng.normal(size=(40, n_columns)))
            .add_prefix("c")
            .assign(colour=rng.choice(["red", "blue"], 40))
        )
        tables.append((X, np.where(X["c0"] > 0, "yes", "no")))
    dataset = MetaDataset(tables, AnyTable(n_support=12), Encoding(columns=TableColumns(6)))

    learner = make("MAML", n_outputs=2, n_iterations=60, n_steps=5, lr=0.3, meta_lr=0.01).fit(dataset)
    adapted = learner.adapt(tables[1][0][:20], tables[1][1][:20])

    assert set(adapted.predict(tables[1][0][20:])) == {"yes", "no"}
    assert learner.evaluate(tables[1][0][20:], tables[1][1][20:]) > 0.6


def test_whole_numbers_are_numbers_after_learning_from_numbers(make):
    learner = make("MAML", n_columns=1, n_outputs=1).fit(SineWaves())

    assert learner.adapt([[0.0], [1.0]], [3, 4]).predict([[0.5]]).dtype == np.float64


def test_a_plain_list_of_pairs_is_enough(make, classes):
    learner = make("Prototypes", n_columns=2).fit([classes, classes])

    assert learner.adapt(*classes).score(*classes) > 0.5


def test_a_column_of_truth_counts_as_one_value_for_each_row(make, numbers):
    X, y = numbers
    learner = make("RidgeHead", n_columns=2)
    learner.adapt(X, y)

    assert learner.evaluate(X, y[:, None]) == learner.evaluate(X, y)
    with pytest.raises(DataError, match="X has 12 rows and y 11"):
        learner.evaluate(X, y[1:])


def test_evaluating_before_adapting_is_refused(make):
    with pytest.raises(UsageError, match="MAML is not adapted to a task yet"):
        make("MAML").evaluate(np.ones((2, 6)), [0, 1])


@pytest.mark.parametrize(
    "changes",
    [
        {"n_iterations": 0},
        {"tasks_per_step": 0.5},
        {"meta_lr": 0.0},
        {"n_steps": -1},
        {"lr": -0.1},
        {"n_adapt_steps": -2},
        {"meta_lr": True},
    ],
    ids=str,
)
def test_parameters_out_of_range_are_named(changes, make):
    with pytest.raises(UsageError, match=f"{next(iter(changes))}=.* is not usable"):
        make("MAML", **changes).fit(FAMILY)


def test_a_network_of_another_width_is_refused_before_training(make):
    with pytest.raises(UnadaptableModelError, match=r"rows of the shape \(6,\)"):
        make("MAML", n_columns=5).fit(FAMILY)


def test_too_few_outputs_are_refused(make):
    with pytest.raises(UnadaptableModelError, match="at least 3 numbers"):
        make("MAML", n_outputs=2).fit(FAMILY)


def test_a_task_with_too_many_classes_is_refused(make):
    learner = make("MAML", n_outputs=3).fit(FAMILY)

    with pytest.raises(UnadaptableModelError, match="at least 4 numbers"):
        learner.adapt(np.ones((4, 6)), list("abcd"))


@pytest.mark.parametrize("tasks", [3, "waves", [], [(np.ones((2, 2)),)], None])
def test_things_that_are_no_tasks_are_refused(tasks, make):
    with pytest.raises(UsageError):
        make("MAML").fit(tasks)


def test_tables_with_text_say_how_to_become_numbers(make):
    table = pd.DataFrame({"colour": ["red", "blue"] * 10, "size": 1.0})

    with pytest.raises(DataError, match=r"Encoding\(columns=TableColumns"):
        make("MAML", n_columns=2).fit(MetaDataset([(table, ["a", "b"] * 10)], NWayKShot(2, 1)))


def test_running_statistics_are_refused(make):
    learner = make("MAML")
    learner.model.insert(1, nn.BatchNorm1d(8))

    with pytest.raises(UnadaptableModelError, match="GroupNorm"):
        learner.fit(FAMILY)
