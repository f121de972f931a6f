"""From the chosen trials to one fitted scikit-learn pipeline.

::

    raw frame -> [names] -> features (one fitted view) -> Voting over the fold models of the members, weighted
                                                              classes: [-> mean -> logarithms -> divided, softmax]

The fold models that were measured are the result: nothing is fitted here, so nothing unmeasured is handed out, and a
search that is stopped has nothing left to do. All classes are public ones of scikit-learn and the boosters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import VotingClassifier, VotingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder
from sklearn.utils import Bunch

from jupyter_metaml.evaluation.losses import PROBABILITY_FLOOR
from jupyter_metaml.pipelines import family, front_steps
from jupyter_metaml.pipelines.parts import step
from jupyter_metaml.search.baseline import baseline_model

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.pipelines import View
    from jupyter_metaml.search.history import Blend
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray


def assemble(
    blend: Blend,
    trials: Mapping[int, Trial],
    task: Task,
    views: Mapping[str, View],
    models: Mapping[int, Sequence[Pipeline]],
) -> Pipeline:
    """Build the final pipeline of a blend.

    Parameters
    ----------
    blend : Blend
        Members and weights.
    trials : mapping of int to Trial
        By number.
    task : Task
        Classes, names and splits.
    views : mapping of str to View
        The fitted views that the members need.
    models : mapping of int to sequence of Pipeline
        Fold models by the number of the member.

    Returns
    -------
    Pipeline
        Takes the raw frame, gives the original labels.
    """
    parts: dict[str, list[tuple[str, Pipeline, float]]] = defaultdict(list)
    n_known = max((_n_known(model, task) for group in models.values() for model in group), default=0)
    for number, weight in zip(blend.members, blend.weights, strict=True):
        if number == 0:
            parts["dense"].append(("baseline", baseline_model(task), weight))
            continue
        name = trials[number].configuration.family
        voters = [model for model in usable_models(models[number], task) if _n_known(model, task) == n_known]
        for place, model in enumerate(voters):
            parts[family(name).view].append((f"{name}_{number}_{place}", model, weight / len(voters)))
    if len(parts) == 1:
        ((view, members),) = parts.items()
        return Pipeline([*front_steps(task, views[view]), *_tempered(_vote(members, task), blend.temperature)])
    # Two views: each side votes on codes, so that the labels are decoded once, at the outside.
    inner = [
        (
            view,
            Pipeline([*front_steps(task, views[view]), ("model", _vote(members, task, decode=False))]),
            _total(members),
        )
        for view, members in sorted(parts.items())
    ]
    return Pipeline(_tempered(_vote(inner, task), blend.temperature))


def usable_models(models: Sequence[Pipeline], task: Task) -> list[Pipeline]:
    """Choose the fold models that may vote together.

    Forward splits keep the model of the last window, which has seen the most.
    """
    return list(models[-1:] if task.splits.strategy == "forward" else models)


def _n_known(model: Pipeline, task: Task) -> int:
    """Classes that a model has seen: only models that know equally many can vote together."""
    return 0 if task.kind == "regression" else len(model.classes_)


def _vote(members: Sequence[tuple[str, Any, float]], task: Task, *, decode: bool = True) -> Any:
    names = [(name, model) for name, model, _ in members]
    weights = [weight for _, _, weight in members]
    if task.kind == "regression":
        if len(members) == 1:
            return members[0][1]
        vote: Any = VotingRegressor(names, weights=weights)
    else:
        vote = VotingClassifier(names, voting="soft", weights=weights)
        vote.le_ = _label_encoder(members, task, decode=decode)
        vote.classes_ = vote.le_.classes_
    vote.estimators_ = [model for _, model in names]
    vote.named_estimators_ = Bunch(**dict(names))
    return vote


def _tempered(vote: Any, temperature: float) -> list[tuple[str, Any]]:
    """List the steps of a vote whose mean probabilities are raised to a power: it is a softmax of their logarithms."""
    if temperature == 1.0:
        return [("model", vote)]
    n_classes = len(vote.classes_)
    shares = np.asarray(vote.weights) / np.sum(vote.weights)
    softmax = LogisticRegression(solver="liblinear" if n_classes == 2 else "lbfgs")
    softmax.classes_ = vote.classes_
    colder = np.eye(n_classes) / temperature
    softmax.coef_ = colder[1:] - colder[:1] if n_classes == 2 else colder
    softmax.intercept_ = np.zeros(len(softmax.coef_))
    softmax.n_features_in_ = n_classes
    return [
        ("vote", vote.set_output(transform="default")),  # as a step: the probabilities of each member side by side
        ("mean", step(np.dot, b=np.kron(shares[:, None], np.eye(n_classes)))),
        ("known", step(np.clip, a_min=PROBABILITY_FLOOR, a_max=1.0)),
        ("logarithm", step(np.log)),
        ("model", softmax),
    ]


def _label_encoder(members: Sequence[tuple[str, Any, float]], task: Task, *, decode: bool) -> LabelEncoder:
    """Make the encoder that turns a vote into a label; the members know codes."""
    codes = np.asarray(members[0][1].classes_)  # all members know the same ones
    encoder = LabelEncoder()
    encoder.classes_ = _labels(task)[codes] if decode else codes
    return encoder


def _labels(task: Task) -> AnyArray:
    return np.arange(task.n_classes) if task.classes is None else np.asarray(task.classes)


def _total(members: Sequence[tuple[str, Any, float]]) -> float:
    return sum(weight for _, _, weight in members)
