"""Which configurations a campaign measures: the published ones, and points drawn from the spaces of the families."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.knowledge.campaign.published import published
from jupyter_metaml.pipelines import FAMILIES, Configuration, TableShape

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

    from jupyter_metaml.typing import Kind, ParamValue

# Points that are drawn per family: more where the space is large and the family strong.
N_DRAWN = {
    "lightgbm": 24,
    "catboost": 12,
    "mlp": 10,
    "linear": 7,
    "xgboost": 6,
    "svm": 5,
    "extra_trees": 4,
    "hist_gradient_boosting": 4,
    "random_forest": 3,
    "nearest_neighbours": 2,
    "text_linear": 2,
}
SEED = 2026


def candidates(kind: Kind) -> tuple[Configuration, ...]:
    """Return the configurations that are measured on tasks of a kind, in the order of the campaign.

    Defaults come first, then the other published ones, then the drawn ones, families taking turns, so that a
    campaign that ends early has seen a bit of everything.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}

    Returns
    -------
    tuple of Configuration
        Each once; partial: values that are left out are the defaults of the family.
    """
    known = published(kind)
    return tuple(dict.fromkeys((*_taking_turns(known), *_taking_turns(drawn(kind)))))


def drawn(kind: Kind) -> tuple[Configuration, ...]:
    """Draw points from the spaces of the families, the same in every process and for all tasks of a kind.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
    """
    shape = _reference_shape(kind)
    found: list[Configuration] = []
    for place, (name, count) in enumerate(N_DRAWN.items()):
        rng = np.random.default_rng([SEED, place])
        space = FAMILIES[name].space(shape)
        for _ in range(count):
            values = {param: _draw(distribution, rng) for param, distribution in space.items()}
            found.append(Configuration.of(name, **values))
    return tuple(found)


def _reference_shape(kind: Kind) -> TableShape:
    """Return a table on which every dimension of every space is there, but for those of wide tables."""
    return TableShape(
        kind=kind,
        n_rows=2_000,
        n_columns=21,
        n_features=20,
        n_classes={"binary": 2, "multiclass": 4, "regression": 0}[kind],
        n_numbers=12,
        n_categories=6,
        max_levels=30,
        n_texts=1,
        n_dates=0,
        missing_share=0.05,
    )


def _draw(distribution: BaseDistribution, rng: np.random.Generator) -> ParamValue:
    if isinstance(distribution, CategoricalDistribution):
        value: ParamValue = distribution.choices[int(rng.integers(len(distribution.choices)))]
        return value
    if not isinstance(distribution, FloatDistribution | IntDistribution):
        message = f"no way to draw from {distribution!r}"
        raise TypeError(message)
    low, high = float(distribution.low), float(distribution.high)
    drawn = float(np.exp(rng.uniform(np.log(low), np.log(high))) if distribution.log else rng.uniform(low, high))
    return round(drawn) if isinstance(distribution, IntDistribution) else float(f"{drawn:.3g}")


def _taking_turns(configurations: tuple[Configuration, ...]) -> list[Configuration]:
    """Put the first of each family first, then the second of each, and so on."""
    seen: dict[str, int] = {}
    turns: list[tuple[int, int, Configuration]] = []
    for place, configuration in enumerate(configurations):
        turn = seen.get(configuration.family, 0)
        seen[configuration.family] = turn + 1
        turns.append((turn, place, configuration))
    return [configuration for *_, configuration in sorted(turns, key=lambda entry: entry[:2])]
