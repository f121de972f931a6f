"""How the learning rate of boosted trees has to grow when there are fewer of them."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_metaml.typing import Kind, ParamValue

BOOSTERS = frozenset({"lightgbm", "catboost", "xgboost", "hist_gradient_boosting"})
"""Families with `n_estimators` and `learning_rate`."""

REFERENCE_TREES = 300
"""Trees that the defaults of the boosters are made for."""

HIGHEST_RATE = 0.3
_EXPONENT: dict[Kind, float] = {"binary": -0.45, "multiclass": -0.38, "regression": -0.61}


def scaled_rate(rate: float, n_before: int, n_after: int, kind: Kind) -> float:
    """Carry a learning rate over to another number of trees.

    The rate is proportional to a power of the number of trees, and capped at 0.3.

    Parameters
    ----------
    rate : float
        Suits `n_before` trees.
    n_before, n_after : int
        Numbers of trees.
    kind : {"binary", "multiclass", "regression"}

    Returns
    -------
    float

    References
    ----------
    CatBoost's automatic learning rate (catboost/private/libs/options, `train_lib/options_helper.cpp`), fitted by its
    authors for training with early stopping.  That it carries over to other boosters is an assumption.
    """
    growth: float = (n_after / n_before) ** _EXPONENT[kind]
    return min(HIGHEST_RATE, rate * growth)


def with_trees(
    params: Mapping[str, ParamValue], n_estimators: int, *, family: str, kind: Kind = "binary"
) -> dict[str, ParamValue]:
    """Give a boosted configuration another number of trees, and the learning rate that goes with it.

    Parameters
    ----------
    params : mapping
        With `n_estimators` (300 when left out) and the learning rate that suits so many.
    n_estimators : int
        Trees wanted.
    family : str
        Other families than `BOOSTERS` are returned as they are.
    kind : {"binary", "multiclass", "regression"}, default="binary"

    Returns
    -------
    dict

    Examples
    --------
    >>> from jupyter_metaml.pipelines import with_trees
    >>> with_trees({"n_estimators": 300, "learning_rate": 0.05}, 100, family="lightgbm")
    {'n_estimators': 100, 'learning_rate': 0.08197}
    """
    changed = dict(params)
    if family not in BOOSTERS:
        return changed
    before, rate = params.get("n_estimators"), params.get("learning_rate")
    n_before = before if isinstance(before, int) and before > 0 else REFERENCE_TREES
    if isinstance(rate, int | float):
        changed["learning_rate"] = round(scaled_rate(float(rate), n_before, n_estimators, kind), 5)
    changed["n_estimators"] = n_estimators
    return changed
