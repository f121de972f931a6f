"""What `MetaLearner`, `MAML` and `Reptile` share."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from jupyter_metaml import MAML, MetaLearner, Reptile
from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.search.proposals import Proposer
from jupyter_metaml.tasks import make_task

LEARNERS = [MetaLearner, MAML, Reptile]


@pytest.mark.parametrize("learner", LEARNERS)
def test_all_learners_learn_adapt_and_score(learner, classifier, rings):
    meta = learner(classifier(), lr=0.5)

    assert meta.fit(rings(number) for number in range(2)) is meta

    model = meta.adapt(*rings(9))
    assert model is meta.adapted_
    assert set(model.predict(rings(9)[0])) <= {"in", "out"}
    assert 0.0 <= meta.evaluate(*rings(10)) <= 1.0


@pytest.fixture
def trained(classifier, rings):
    return MetaLearner(classifier(), lr=0.5).fit([rings(0), rings(1)])


def test_fit_again_goes_on(trained, classifier, rings):
    trained.fit([rings(2)])
    at_once = MetaLearner(classifier(), lr=0.5).fit([rings(0), rings(1), rings(2)])

    assert trained.n_tasks_seen_ == 3
    assert trained.meta_losses_ == at_once.meta_losses_
    assert trained.centres_ == at_once.centres_


def test_the_curve_has_a_point_per_task(trained):
    assert len(trained.meta_losses_) == 2
    assert all(0.0 < loss <= 1.0 for loss in trained.meta_losses_)


def test_what_moved_is_a_table(trained):
    assert set(trained.what_moved_["step"]) <= {1, 2}
    assert trained.what_moved_["moved"].between(0.0, 0.5).all()


def test_a_pickled_learner_goes_on_where_it_was(trained, rings):
    trained.adapt(*rings(7))
    again = pickle.loads(pickle.dumps(trained))

    assert again.evaluate(*rings(8)) == trained.evaluate(*rings(8))
    assert again.fit([rings(2)]).centres_ == trained.fit([rings(2)]).centres_


def test_a_pickled_learner_holds_no_cells(classifier):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    trained = MetaLearner(classifier(families=("linear",), max_trials=1)).fit([(X, np.tile(["a", "b"], 30))])

    assert X[:, 1].tobytes() not in pickle.dumps(trained)


def test_a_clone_has_learned_nothing(trained):
    fresh = clone(trained)

    assert fresh.get_params()["estimator__max_trials"] == 2
    assert fresh.lr == trained.lr
    assert not hasattr(fresh, "adapted_")
    with pytest.raises(NotFittedError):
        _ = fresh.n_tasks_seen_


@pytest.mark.parametrize("learner", [MAML, Reptile])
def test_steppers_can_be_cloned(learner, classifier):
    assert clone(learner(classifier(), lr=0.01)).lr == 0.01


def test_the_wrapped_estimator_stays_as_it_was(classifier, rings):
    automl = classifier()
    MetaLearner(automl).fit([rings(0)]).adapt(*rings(1))

    assert not hasattr(automl, "history_")
    assert automl.get_params() == classifier().get_params()


def test_each_task_of_the_training_takes_its_share_of_the_budget(classifier, rings):
    meta = Reptile(classifier(time_budget_s=200.0), share=0.25)
    meta.adapt(*rings(0))

    assert meta.adapted_.history_.settings.time_budget_s == 50.0


def test_a_fitted_estimator_is_where_the_centres_start(classifier, rings):
    automl = classifier(max_trials=4).fit(*rings(0))
    meta = Reptile(automl, lr=0.5)
    meta.adapt(*rings(1))

    assert meta.n_tasks_seen_ == 2
    assert len(meta.meta_losses_) == 1
    first = meta.adapted_.history_.recommendations[0]
    assert first.configuration.family == automl.history_.best.configuration.family
    assert "centre of 1 task" in first.title


def test_interrupts_keep_what_was_learned(classifier, rings, caplog):
    def tasks():
        yield rings(0)
        yield rings(1)
        raise KeyboardInterrupt

    meta = MetaLearner(classifier()).fit(tasks())

    assert meta.n_tasks_seen_ == 2
    assert "what 2 tasks taught is kept" in caplog.text


def test_a_task_that_was_cut_short_teaches_nothing(trained, rings, monkeypatch):
    def interrupt(self, trials):
        raise KeyboardInterrupt

    monkeypatch.setattr(Proposer, "propose", interrupt)

    with pytest.raises(KeyboardInterrupt):
        trained.fit([rings(2), rings(3)])
    assert trained.n_tasks_seen_ == 2


def test_an_interrupted_adaptation_has_a_model_and_no_step(classifier, rings, monkeypatch):
    def interrupt(self, trials):
        raise KeyboardInterrupt

    meta = Reptile(classifier())
    monkeypatch.setattr(Proposer, "propose", interrupt)
    meta.adapt(*rings(0))

    assert len(meta.what_moved_) == 0
    assert meta.evaluate(*rings(1)) == 0.5
    with pytest.raises(NotFittedError):
        _ = meta.meta_losses_


def test_a_pair_of_another_kind_is_left_out_like_such_a_task(classifier, rings):
    X, y = np.arange(60.0).reshape(-1, 1), np.linspace(0, 1, 60)
    meta = MetaLearner(classifier())

    with pytest.warns(UserWarning, match="continuous"):
        meta.fit([rings(0), (X, y)])

    assert (meta.n_tasks_seen_, len(meta.skipped_)) == (1, 1)


def test_tasks_of_another_kind_are_left_out_with_a_warning(classifier, rings, lines):
    X, y = lines(0)
    numbers = make_task(pd.DataFrame(X).assign(y=y), "y", kind="regression")

    with pytest.warns(UserWarning, match=r"1 of 2 tasks taught nothing\. Task 1: A regression task"):
        meta = MetaLearner(classifier()).fit([numbers, rings(0)])

    assert meta.n_tasks_seen_ == 1
    assert len(meta.skipped_) == 1


def test_a_training_without_a_usable_task_is_an_error(classifier):
    with pytest.raises(DataError):
        MetaLearner(classifier()).fit([(np.zeros((20, 2)), np.zeros(20))])


def test_a_training_without_tasks_is_an_error(classifier):
    with pytest.raises(UsageError, match="no task to learn from"):
        MetaLearner(classifier()).fit([])


@pytest.mark.parametrize(("name", "value"), [("lr", 0.0), ("lr", 1.5), ("share", True), ("share", "all")])
def test_steps_and_shares_are_checked(classifier, rings, name, value):
    with pytest.raises(UsageError, match=f"{name}={value!r}"):
        MetaLearner(classifier()).set_params(**{name: value}).fit([rings(0)])


def test_to_score_before_adapting_is_an_error_that_says_what_to_do(trained, rings):
    with pytest.raises(UsageError, match=r"Call adapt\(X, y\) first"):
        trained.evaluate(*rings(0))


def test_the_representation_is_one_line(trained, classifier):
    assert repr(trained).startswith("<MetaLearner of AutoMLClassifier: 2 tasks, 4 trials, meta-loss 0.")
    assert repr(MetaLearner(classifier())).startswith("MetaLearner(estimator=")


def test_trainings_leave_no_trace_in_the_past_of_the_person(classifier, rings, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path))
    MetaLearner(classifier(remember=True, save_run=True)).fit([rings(0)])

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
