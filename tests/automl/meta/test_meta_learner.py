"""Whether training across tasks pays on the next one, in cases where it must."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from jupyter_metaml import MetaLearner
from jupyter_metaml.generation import Linear, Sizes, sample_tasks

FAMILIES = ("linear", "extra_trees", "nearest_neighbours", "svm")


def wide(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Many columns, few rows, much noise: strong regularisation wins."""
    rng = np.random.default_rng(number)
    X = rng.normal(size=(80, 30))
    return X, (X @ rng.normal(size=30) + 12 * rng.normal(size=80) > 0).astype(int)


def test_what_always_won_is_tried_first(classifier, rings):
    """On rings a support vector machine is best, which a cold start tries last but one."""
    options = {"families": FAMILIES, "max_trials": 4}
    cold = classifier(**options).fit(*rings(50))
    meta = MetaLearner(classifier(**options)).fit(rings(number) for number in range(6))
    warm = meta.adapt(*rings(50))

    assert cold.history_.trials[1].configuration.family == "linear"
    assert warm.history_.trials[1].configuration.family == "svm"
    assert warm.history_.trials[1].loss == min(trial.loss for trial in warm.history_.finished)
    assert "centre of 6 tasks" in warm.history_.recommendations[0].title


def test_values_that_worked_are_where_the_next_search_starts(classifier):
    options = {"families": ("linear",), "max_trials": 6}
    meta = MetaLearner(classifier(**options), lr=0.5).fit(wide(number) for number in range(6))
    pairs = []
    for number in (60, 61, 62):
        cold, warm = classifier(**options).fit(*wide(number)), meta.adapt(*wide(number))
        pairs.append((warm.history_.trials[1].loss, cold.history_.trials[1].loss))

    assert warm.history_.trials[1].configuration.get("C") < 0.5 * cold.history_.trials[1].configuration.get("C")
    assert all(ours < theirs for ours, theirs in pairs)


def test_adapting_teaches_nothing(classifier, rings):
    meta = MetaLearner(classifier()).fit([rings(0)])
    before = meta.centres_, meta.meta_losses_
    meta.adapt(*rings(1))

    assert (meta.centres_, meta.meta_losses_) == before


def test_adapting_takes_the_whole_budget(classifier, rings):
    meta = MetaLearner(classifier(time_budget_s=200.0)).fit([rings(0)])

    assert meta.adapt(*rings(1)).history_.settings.time_budget_s == 200.0


def test_adapting_needs_training(classifier, rings):
    with pytest.raises(NotFittedError):
        MetaLearner(classifier()).adapt(*rings(0))


def test_numbers_are_learned_across_tasks_too(regressor, lines):
    meta = MetaLearner(regressor()).fit([lines(0), lines(1)])
    meta.adapt(*lines(2))

    assert meta.evaluate(*lines(2)) < np.std(lines(2)[1])


def test_generated_tasks_are_taken_and_keep_their_families(classifier):
    sizes = Sizes(min_rows=100, max_rows=150, max_columns=5)
    tasks = [task for task in sample_tasks(Linear(sizes=sizes), 6) if task.kind != "regression"][:2]
    meta = MetaLearner(classifier()).fit(tasks)

    assert set(meta.knowledge_.families) == {task.family for task in tasks}
    assert meta.n_tasks_seen_ == 2


def test_what_was_learned_is_told(classifier, rings):
    meta = MetaLearner(classifier(max_trials=4)).fit([rings(0), rings(1), rings(2)])
    history = meta.adapt(*rings(3)).history_

    assert history.n_known_tasks == 3
    assert history.cold_start[0].family == "linear"


def test_beside_the_shipped_experience_the_centres_come_first(classifier, rings):
    options = {"families": FAMILIES, "meta": "shipped", "max_trials": 5}
    warm = MetaLearner(classifier(**options)).fit([rings(0), rings(1)]).adapt(*rings(2))
    asked = warm.history_.recommendations

    assert "centre of 2 tasks" in asked[0].title
    assert any("centre" not in item.title for item in asked)
    assert warm.history_.n_known_tasks > 2
