"""Linear models on words: every word and pair of words of a text column has its own weight.

The simplest strong reading of free text; other columns take part, scaled and one column per level.
"""

from __future__ import annotations

from collections.abc import Mapping

from optuna.distributions import BaseDistribution, FloatDistribution
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.linear_models import classifier, fit, regressor
from jupyter_metaml.typing import ParamValue

MAX_CLASSES = 50


def suits(shape: TableShape) -> str | None:
    """Refuse tables without text, and weights of words for very many classes."""
    if not shape.n_texts:
        return "the table has no column of text"
    if shape.n_classes > MAX_CLASSES:
        return f"each word has a weight for each class ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with a weak penalty: words are many and their columns short."""
    return {"alpha": 1.0} if shape.kind == "regression" else {"C": 5.0}


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """One dimension: the strength of the penalty."""
    strength = "alpha" if shape.kind == "regression" else "C"
    return {strength: FloatDistribution(1e-2, 1e2, log=True)}


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline: the model alone, the sparse view is scaled already."""
    if context.kind == "regression":
        return Pipeline([("model", regressor(context, alpha=float(params.get("alpha") or 1.0)))])
    return Pipeline([("model", classifier(context, C=float(params.get("C") or 5.0)))])


TEXT_LINEAR = Family(
    name="text_linear",
    title="Linear model of words",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    view="sparse",
)
