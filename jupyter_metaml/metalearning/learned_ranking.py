"""A model that knows meta-features and configurations, and says which pairs will do well."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import lightgbm
import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, recommendations
from jupyter_metaml.metalearning.evidence import Evidence, evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.typing import FloatArray

N_ROUNDS = 150
# What a whole budget of seconds weighs against the way from the best configuration to the middle one.
TIME_PRICE = 1.0
FEWEST_TASKS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairModel:
    """Predicts the normalised error of a configuration on a task.

    Parameters
    ----------
    model : lightgbm.Booster
    described : ndarray of shape (n_configurations, n_values)
        The configurations as numbers.
    """

    model: lightgbm.Booster
    described: FloatArray

    def errors(self, point: FloatArray) -> FloatArray:
        """Predict for one task, shape (n_configurations,)."""
        pairs = np.column_stack([np.tile(point, (len(self.described), 1)), self.described])
        return np.asarray(self.model.predict(pairs, num_threads=1), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRanking:
    """Boosted trees from (meta-features, configuration) to normalised error; sorted by it, and by seconds.

    Growing it takes a second, and one configuration after another is chosen as if it were alone, so that close
    relatives follow each other; it is here to be compared with.

    Parameters
    ----------
    base : KnowledgeBase, default=empty
        Set by `fit`.

    References
    ----------
    Sun and Pfahringer (2013), Pairwise meta-rules for better meta-learning-based algorithm ranking, Machine Learning
    93; here pairs are of task and configuration, and errors are regressed.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import LearnedRanking, Query
    >>> base = shipped_base().of_kind("regression").rows(range(20)).columns(range(15))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> [choice.rank for choice in LearnedRanking().fit(base).recommend(query, 3)]
    [1, 2, 3]
    """

    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return "learned ranking"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query)
        point = evidence.space.place(query.meta_features)
        is_outside = evidence.space.is_outside(query.meta_features)
        model = None if is_outside else pair_model(evidence)
        errors = evidence.weights @ evidence.errors if model is None else model.errors(point)
        if np.isfinite(query.budget_s):
            errors = errors + TIME_PRICE * candidates.price / query.budget_s
        order = candidates.places[np.argsort(errors[candidates.places], kind="stable")]
        answer = Answer(order=order, weights=evidence.weights, is_outside=is_outside)
        return recommendations(evidence, query, n, candidates, answer)


@lru_cache(maxsize=4)
def pair_model(evidence: Evidence) -> PairModel | None:
    """Grow the model once per base and kind; None where there are fewer than five tasks."""
    if evidence.is_empty or evidence.n_tasks < FEWEST_TASKS:
        return None
    described = described_configurations(evidence.configurations)
    n_tasks, n_configurations = evidence.errors.shape
    pairs = np.column_stack(
        [np.repeat(evidence.space.points, n_configurations, axis=0), np.tile(described, (n_tasks, 1))]
    )
    weights = np.repeat(evidence.weights * n_tasks, n_configurations)
    data = lightgbm.Dataset(pairs, evidence.errors.ravel(), weight=weights, free_raw_data=False)
    params = {
        "objective": "regression",
        "learning_rate": 0.08,
        "num_leaves": 16,
        "min_data_in_leaf": 40,
        "feature_fraction": 0.7,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": 0,
        "verbosity": -1,
    }
    return PairModel(model=lightgbm.train(params, data, num_boost_round=N_ROUNDS), described=described)


def described_configurations(configurations: Sequence[Configuration]) -> FloatArray:
    """Write configurations as numbers: their family, and each value that any of them names.

    Returns
    -------
    ndarray of shape (n_configurations, n_values)
        Texts are numbered, and what a configuration does not name is NaN: its family's default.
    """
    family_names = sorted({configuration.family for configuration in configurations})
    names = sorted({name for configuration in configurations for name, _ in configuration.params})
    texts = sorted({str(value) for c in configurations for _, value in c.params if isinstance(value, str)})
    numbers = {text: float(place) for place, text in enumerate(texts)}
    described = np.full((len(configurations), len(family_names) + len(names)), np.nan)
    for row, configuration in enumerate(configurations):
        described[row, : len(family_names)] = 0.0
        described[row, family_names.index(configuration.family)] = 1.0
        for name, value in configuration.params:
            number = numbers[value] if isinstance(value, str) else value
            described[row, len(family_names) + names.index(name)] = np.nan if number is None else float(number)
    return described
