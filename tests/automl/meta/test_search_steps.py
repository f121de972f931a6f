from __future__ import annotations

import pytest
from sklearn.model_selection import train_test_split

from jupyter_metaml import MAML, Reptile


def test_the_snippet_of_the_specification_runs(classifier, rings):
    """Nothing but the imports is changed."""
    AutoMLClassifier = classifier
    X_train, X_test, y_train, y_test = train_test_split(*rings(0, n_rows=120), random_state=0)

    automl = AutoMLClassifier()
    automl.fit(X_train, y_train)
    meta_model = MAML(automl, lr=1e-3)
    scores = []
    for _ in range(2):
        meta_model.adapt(X_train, y_train)
        scores.append(meta_model.evaluate(X_test, y_test))

    assert scores[0] > 0.8
    assert scores[-1] >= scores[0]
    assert meta_model.n_tasks_seen_ == 1


def test_another_round_on_the_same_table_goes_on(classifier, rings):
    meta = Reptile(classifier(max_trials=4))
    first, second = (meta.adapt(*rings(0)).history_ for _ in range(2))

    assert "this very table" in second.recommendations[0].why
    assert second.trials[1].configuration == first.best.configuration
    assert second.best.loss <= first.best.loss
    assert (meta.n_tasks_seen_, len(meta.meta_losses_)) == (1, 2)


def test_each_adaptation_says_what_it_moved(classifier, rings):
    meta = Reptile(classifier(families=("linear",), max_trials=5), lr=0.5)
    meta.adapt(*rings(0))
    row = meta.what_moved_.set_index("parameter").loc["C"]

    assert row["step"] == 1
    assert row["before"] == 1.0
    assert min(row["before"], row["optimum"]) < row["after"] < max(row["before"], row["optimum"])


def test_a_small_rate_moves_little(classifier, rings):
    moved = {}
    for lr in (0.001, 0.1):
        meta = Reptile(classifier(families=("linear",), max_trials=5), lr=lr)
        meta.adapt(*rings(0))
        moved[lr] = meta.what_moved_.set_index("parameter").loc["C", "moved"]

    assert moved[0.1] == pytest.approx(100 * moved[0.001])


def test_maml_goes_no_further_than_reptile(classifier, rings):
    steps = {}
    for learner in (MAML, Reptile):
        meta = learner(classifier(families=("linear",), max_trials=5), lr=0.5)
        meta.adapt(*rings(0))
        steps[learner] = meta.what_moved_.set_index("parameter")["moved"]

    assert (steps[MAML] <= steps[Reptile] + 1e-12).all()
    assert steps[MAML].index.equals(steps[Reptile].index)


def test_with_a_single_fold_maml_stays(classifier, rings):
    meta = MAML(classifier(families=("linear",), max_trials=5, n_folds=1), lr=0.5)
    meta.adapt(*rings(0))

    assert (meta.what_moved_["moved"] == 0.0).all()
