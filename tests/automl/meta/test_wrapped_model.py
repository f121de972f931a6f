from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from sklearn.ensemble import RandomForestClassifier

from jupyter_metaml import MAML, AutoMLClassifier, MetaLearner, Reptile
from jupyter_metaml.exceptions import UsageError


class FakeModule:
    """What stands in for `torch.nn.Module`: torch is not installed everywhere."""


class FakeNetwork(FakeModule):
    """A network of somebody."""


@pytest.mark.parametrize("learner", [MAML, Reptile])
@pytest.mark.parametrize(
    ("model", "named"),
    [
        (RandomForestClassifier(), "a RandomForestClassifier"),
        ("lightgbm", "a str"),
        (None, "a NoneType"),
        (AutoMLClassifier, "the class AutoMLClassifier"),
    ],
    ids=["another estimator", "a name", "nothing", "a class"],
)
def test_other_models_are_refused_at_once_with_what_would_work(learner, model, named):
    with pytest.raises(UsageError, match=rf"was given {named}\. Write for example {learner.__name__}\(AutoML"):
        learner(model)


def test_a_meta_learner_is_no_estimator_to_wrap(classifier):
    with pytest.raises(UsageError, match="was given a MetaLearner"):
        MAML(MetaLearner(classifier()))


def test_a_meta_learner_refuses_when_it_is_fitted():
    with pytest.raises(UsageError, match="MetaLearner learns across tasks with"):
        MetaLearner(RandomForestClassifier()).fit([])


def test_a_meta_learner_says_who_takes_torch_modules(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(nn=SimpleNamespace(Module=FakeModule)))

    with pytest.raises(UsageError, match=r"torch module FakeNetwork\. .* use jupyter_metaml\.MAML or Reptile"):
        MetaLearner(FakeNetwork()).fit([])
