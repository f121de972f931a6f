from __future__ import annotations

import copy
import pickle

import pytest

import jupyter_metaml
from jupyter_metaml import MAML, AutoMLClassifier, Reptile
from jupyter_metaml.automl.meta.torch_modules import is_torch_module

LEARNERS = [MAML, Reptile]


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_torch_module_gets_the_neural_learner_with_all_arguments(learner):
    nn = pytest.importorskip("torch.nn")
    module = nn.Linear(3, 2)

    made = learner(module, 0.25, n_steps=3)

    assert type(made) is getattr(jupyter_metaml.neural, learner.__name__)
    assert (made.model, made.lr, made.n_steps) == (module, 0.25, 3)
    assert learner(model=module, lr=0.5).lr == 0.5


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_neural_learner_keeps_its_own_default_rate(learner):
    nn = pytest.importorskip("torch.nn")
    own = getattr(jupyter_metaml.neural, learner.__name__)

    assert learner(nn.Linear(3, 2)).lr == own(nn.Linear(3, 2)).lr != learner(AutoMLClassifier()).lr


@pytest.mark.parametrize("learner", LEARNERS)
def test_what_searches_wants_is_refused_for_a_torch_module(learner):
    nn = pytest.importorskip("torch.nn")

    with pytest.raises(TypeError, match="share"):
        learner(nn.Linear(3, 2), share=0.5)


@pytest.mark.parametrize("learner", LEARNERS)
def test_automl_estimators_stay_here_and_can_still_be_copied(learner):
    made = learner(AutoMLClassifier(time_budget_s=3.0), lr=0.5)

    copies = [copy.deepcopy(made), pickle.loads(pickle.dumps(made))]

    assert [(type(each), each.lr, each.model.time_budget_s) for each in copies] == [(learner, 0.5, 3.0)] * 2


@pytest.mark.parametrize("model", [None, "lightgbm", object()])
def test_other_things_are_no_torch_modules(model):
    assert not is_torch_module(model)
