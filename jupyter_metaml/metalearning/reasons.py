"""Why a configuration is recommended, in words that name what was seen and never whose table it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.pipelines import Configuration, families

if TYPE_CHECKING:
    from jupyter_metaml.metalearning.evidence import Evidence
    from jupyter_metaml.typing import FloatArray, IntArray, ParamValue

SIMILAR = 5
# Within a tenth of the way from the best configuration to the middle one.
CLOSE = 0.1
MOST = 3
# Of the tables, where a configuration helps that the ones before it do not.
HELPS = 0.2
QUICK_SHARE = 0.25
UNLIKE = "no similar table was seen, so the order is that of all tables"
MAX_VALUES = 2
# How the values that people tell models apart by are said, the most telling first; others follow under their names.
TOLD = {
    "num_leaves": "{} leaves",
    "max_leaf_nodes": "{} leaves",
    "n_neighbors": "{} neighbours",
    "depth": "depth {}",
    "max_depth": "depth {}",
    "extra_trees": "extra trees",
    "cross": "crossed columns",
    "C": "C {}",
    "alpha": "alpha {}",
    "width": "width {}",
    "learning_rate": "rate {}",
    "learning_rate_init": "rate {}",
    "l1_ratio": "L1 share {}",
    "gamma_scale": "gamma {}",
    "max_features": "features {}",
    "min_samples_split": "split size {}",
    "min_samples_leaf": "leaf size {}",
    "min_child_samples": "leaf size {}",
    "l2_leaf_reg": "L2 {}",
    "l2_regularization": "L2 {}",
    "reg_lambda": "L2 {}",
    "colsample_bytree": "columns {}",
    "colsample_bynode": "columns {}",
    "subsample": "rows {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the reasons of one list of recommendations are drawn from.

    Parameters
    ----------
    evidence : Evidence
    weights : ndarray of shape (n_tasks,)
        How much each table counted.
    seconds : ndarray of shape (n_configurations,)
        Expected seconds; NaN where nothing is known.
    remarks : mapping of int to str
        What else is known of a configuration, by position; it comes first.
    is_outside : bool
        Whether the new table is unlike all that were seen.
    """

    evidence: Evidence
    weights: FloatArray
    seconds: FloatArray
    remarks: Mapping[int, str]
    is_outside: bool

    def similar(self) -> IntArray:
        """Return the positions of the most similar tables; none where all tables count alike."""
        told_apart = self.weights / np.maximum(self.evidence.weights, 1e-12)
        if self.is_outside or self.evidence.n_tasks <= SIMILAR or np.ptp(told_apart) < 1e-9:
            return np.zeros(0, dtype=np.int64)
        return np.argsort(-told_apart, kind="stable")[:SIMILAR]


def reasons(grounds: Grounds, order: Sequence[int]) -> tuple[str, ...]:
    """Give each configuration of an order its reason: a sentence without its full stop.

    Parameters
    ----------
    grounds : Grounds
    order : sequence of int
        Positions of configurations, first choice first.
    """
    evidence, similar = grounds.evidence, grounds.similar()
    means = evidence.weights @ evidence.errors  # (n_configurations,)
    best = int(np.argmin(means))
    known = grounds.seconds[np.isfinite(grounds.seconds)]
    quick_s = float(np.quantile(known, QUICK_SHARE)) if len(known) else 0.0
    reached = np.ones(evidence.n_tasks)
    found = []
    for place in order:
        errors = evidence.errors[:, place]
        parts = [grounds.remarks[place]] if place in grounds.remarks else []
        parts += _seen(evidence, place, reached, similar, is_best=place == best)
        seconds = float(grounds.seconds[place])
        if np.isfinite(seconds):
            parts.append(f"{'cheap: ' if seconds <= quick_s else ''}{seconds_text(seconds)}")
        if grounds.is_outside:
            parts.append(UNLIKE)
        found.append("; ".join(parts))
        reached = np.minimum(reached, errors)
    return tuple(found)


def _seen(evidence: Evidence, place: int, reached: FloatArray, similar: IntArray, *, is_best: bool) -> list[str]:
    """Say where a configuration was good: on similar tables, on all of them, or where the ones before it were not.

    Only tables on which it was tried are counted. A search may run some earlier than they were chosen.
    """
    errors, tried = evidence.errors[:, place], ~np.isnan(evidence.base.loss[:, place])
    n_tasks, weights = int(tried.sum()), evidence.weights * tried
    parts = []
    n_close = int((errors[similar] <= CLOSE)[tried[similar]].sum())
    if n_close >= MOST:
        parts.append(f"close to the best on {n_close} of the {len(similar)} most similar tables seen")
    if is_best:
        parts.append(f"best single configuration over {n_tasks} tables")
    if parts:
        return parts
    helped = float(weights @ (errors < reached - CLOSE) / weights.sum())
    if helped >= HELPS and (reached < 1.0).any():
        return [f"better than the ones chosen before it on {helped:.0%} of {n_tasks} tables"]
    better = float(weights @ (errors < 1.0) / weights.sum())
    return [f"in the better half of all configurations on {better:.0%} of {n_tasks} tables"]


def seconds_text(seconds: float) -> str:
    """Write seconds as people say them."""
    if seconds < 0.1:
        return "less than 0.1 s"
    return f"about {seconds:.1f} s" if seconds < 10.0 else f"about {seconds:.0f} s"


def titles_of(configurations: Sequence[Configuration]) -> tuple[str, ...]:
    """Name the configurations of one list; those that would share a name get one value more."""
    titles = [title_of(configuration) for configuration in configurations]
    counts = Counter(titles)
    return tuple(
        title if counts[title] == 1 else title_of(configuration, MAX_VALUES + 1)
        for title, configuration in zip(titles, configurations, strict=True)
    )


def title_of(configuration: Configuration, most: int = MAX_VALUES) -> str:
    """Name a configuration: its family, and the most telling values that set it apart.

    Examples
    --------
    >>> from jupyter_metaml.metalearning.reasons import title_of
    >>> from jupyter_metaml.pipelines import Configuration
    >>> title_of(Configuration.of("linear", C=0.05))
    'Linear model (C 0.05)'
    """
    known = families().get(configuration.family)
    title = configuration.family if known is None else known.title
    order = [*TOLD, *(name for name, _ in configuration.params if name not in TOLD)]
    params = sorted(configuration.params, key=lambda item: order.index(item[0]))
    told = [_value_text(name, value) for name, value in params[:most]]
    return f"{title} ({', '.join(told)})" if told else title


def _value_text(name: str, value: ParamValue) -> str:
    said = TOLD.get(name, f"{name.replace('_', ' ')} {{}}")
    if isinstance(value, bool):
        what = said.removesuffix(" {}")
        return what if value else f"no {what}"
    return said.format(f"{value:.3g}" if isinstance(value, float) else value)
