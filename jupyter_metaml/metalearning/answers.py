"""Turn what a method has learned into recommendations: rules of the opening, seconds, scores and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.metalearning.cost import Size
from jupyter_metaml.metalearning.expectation import expected_scores
from jupyter_metaml.metalearning.opening import Prospects, sound_opening
from jupyter_metaml.metalearning.portfolio import greedy_order
from jupyter_metaml.metalearning.reasons import Grounds, reasons, titles_of
from jupyter_metaml.metalearning.recommendation import Recommendation
from jupyter_metaml.pipelines import BOOSTERS

if TYPE_CHECKING:
    from jupyter_metaml.metalearning.evidence import Evidence
    from jupyter_metaml.metalearning.query import Query
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """What may be recommended for a query, with what it takes.

    Parameters
    ----------
    places : ndarray of shape (n_candidates,)
        Positions of configurations in the evidence; perhaps none.
    seconds, high : ndarrays of shape (n_configurations,)
        Expected seconds and what they may well come to, of all configurations; NaN where nothing is known.
    """

    places: IntArray
    seconds: FloatArray
    high: FloatArray

    @property
    def price(self) -> FloatArray:
        """Expected seconds of all configurations, without gaps."""
        known = self.seconds[np.isfinite(self.seconds)]
        return np.nan_to_num(self.seconds, nan=float(np.median(known)) if len(known) else 1.0)

    @classmethod
    def of(cls, evidence: Evidence, query: Query, seen: Mapping[Configuration, float] | None = None) -> Candidates:
        """Collect what a query allows and has not seen yet."""
        size = Size.of(
            query.n_rows, query.n_columns, query.n_classes, query.meta_features.get("share_categorical", 0.0)
        )
        seconds, high = evidence.cost.seconds(evidence.configurations, size)
        is_boosted = [configuration.family in BOOSTERS for configuration in evidence.configurations]
        bound = np.where(is_boosted, query.boosted_s, np.inf)
        done = seen or {}
        places = [place for place in evidence.allowed(query).tolist() if evidence.configurations[place] not in done]
        return cls(
            places=np.array(places, dtype=np.int64), seconds=np.minimum(seconds, bound), high=np.minimum(high, bound)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """An order of candidates as a method learned it, and what it was learned from.

    Parameters
    ----------
    order : ndarray of int
        Positions of configurations in the evidence, best first.
    weights : ndarray of shape (n_tasks,)
        How much each task counted.
    is_outside : bool, default=False
        Whether the table is unlike all that were seen.
    tried : tuple of int, default=()
        Positions of the configurations that were tried before.
    scores : mapping of Configuration to float, default={}
        Reached on the new table so far.
    """

    order: IntArray
    weights: FloatArray
    is_outside: bool = False
    tried: tuple[int, ...] = ()
    scores: Mapping[Configuration, float] = field(default_factory=dict)


def recommendations(
    evidence: Evidence, query: Query, n: int, candidates: Candidates, answer: Answer
) -> tuple[Recommendation, ...]:
    """Make the answer of a method fit to be shown.

    Parameters
    ----------
    evidence : Evidence
    query : Query
    n : int
        Length of the result, at most.
    candidates : Candidates
    answer : Answer
        Its order holds all candidates, since rules may bring late ones forward.
    """
    if evidence.is_empty or not len(candidates.places) or n < 1:
        return ()
    order, remarks = tuple(answer.order.tolist()), dict[int, str]()
    if query.sound_opening:
        prospects = Prospects(
            configurations=evidence.configurations,
            seconds=candidates.seconds,
            high=candidates.high,
            budget_s=query.budget_s,
        )
        opening = sound_opening(order, prospects, tried=answer.tried)
        order, remarks = opening.order, opening.remarks
    order = order[:n]
    expected = expected_scores(evidence, query, answer.scores)
    grounds = Grounds(
        evidence=evidence,
        weights=answer.weights,
        seconds=candidates.seconds,
        remarks=remarks,
        is_outside=answer.is_outside,
    )
    titles = titles_of([evidence.configurations[place] for place in order])
    return tuple(
        Recommendation(
            rank=rank,
            configuration=evidence.configurations[place],
            title=title,
            why=why,
            expected_s=_number(candidates.seconds[place]),
            expected_score=_number(expected.score[place]),
            expected_low=_number(expected.low[place]),
            expected_high=_number(expected.high[place]),
        )
        for rank, (place, title, why) in enumerate(zip(order, titles, reasons(grounds, order), strict=True), start=1)
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def portfolio(
    evidence: Evidence,
    candidates: Candidates,
    weights: FloatArray,
    *,
    price: FloatArray | None = None,
    reached: FloatArray | None = None,
) -> IntArray:
    """Order the candidates as a greedy portfolio over weighted tasks.

    Parameters
    ----------
    evidence : Evidence
    candidates : Candidates
    weights : ndarray of shape (n_tasks,)
    price : ndarray of shape (n_configurations,) or None, default=None
        What a gain is divided by; None: all cost the same.
    reached : ndarray of shape (n_tasks,) or None, default=None
        Error that was reached before.

    Returns
    -------
    ndarray of shape (n_candidates,)
        Positions of configurations in the evidence.
    """
    places = candidates.places
    order = greedy_order(
        evidence.errors[:, places],
        weights,
        len(places),
        seconds=None if price is None else price[places],
        reached=reached,
    )
    return places[order]
