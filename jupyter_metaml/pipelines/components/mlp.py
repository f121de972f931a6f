"""Multi-layer perceptron: a smooth model beside the trees.

Values and spaces: auto-sklearn 2's portfolio, whose networks are small and all learn slowly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.losses import loss_of
from jupyter_metaml.pipelines.preparation import scaled_columns
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.scaling import SCALERS
from jupyter_metaml.pipelines.training import Prepared, finish, fresh, prepare, trainee, weights, with_scaled_target
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray

MAX_ROWS = 50_000
MAX_FEATURES = 2_000
PATIENCE = 20
BATCHES_PER_EPOCH = 16


def suits(shape: TableShape) -> str | None:
    """Refuse tables on which an epoch takes seconds."""
    if shape.n_rows > MAX_ROWS:
        return f"it is slow on many rows ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_features > MAX_FEATURES:
        return f"it is slow on many columns ({shape.n_features:,}, at most {MAX_FEATURES:,})"
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with two layers of 128, a slow rate and a strong penalty."""
    epochs = 100 if shape.n_rows <= 5_000 else 50 if shape.n_rows <= 20_000 else 25
    return {
        "width": 128,
        "depth": 2,
        "alpha": 0.03,
        "learning_rate_init": 1e-3,
        "epochs": epochs,
        "scaler": "robust",
    }


def space(_shape: TableShape) -> dict[str, BaseDistribution]:
    """Five dimensions: size, penalty, rate and scale."""
    return {
        "width": IntDistribution(32, 256, log=True),
        "depth": IntDistribution(1, 3),
        "alpha": FloatDistribution(1e-6, 0.1, log=True),
        "learning_rate_init": FloatDistribution(3e-4, 1e-2, log=True),
        "scaler": CategoricalDistribution(SCALERS),
    }


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; the target of a regression is standardised."""
    batch = int(np.clip(2 ** round(np.log2(max(1, context.n_rows / BATCHES_PER_EPOCH))), 64, 256))
    make = MLPRegressor if context.kind == "regression" else MLPClassifier
    model = make(
        hidden_layer_sizes=(int(params.get("width") or 128),) * int(params.get("depth") or 2),
        alpha=float(params.get("alpha") or 0.0),
        learning_rate_init=float(params.get("learning_rate_init") or 1e-3),
        batch_size=batch,
        max_iter=int(params.get("epochs") or 100),
        random_state=context.random_state,
    )
    if context.kind == "regression":
        model = with_scaled_target(model)
    columns = scaled_columns(context, scaler=str(params.get("scaler", "robust")))
    return Pipeline([("prepare", columns), ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Train epoch by epoch until the validation loss stops falling, and go back to the best epoch.

    Sample weights are used where scikit-learn's networks take them (from 1.7), and ignored before.
    """
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model, scaled = trainee(pipeline[-1], ready)
        watch = RoundWatch(deadline=context.deadline, patience=PATIENCE)
        _train(model, scaled, watch, context)
        finish(pipeline[-1], model, ready)
    return FitOutcome(pipeline=pipeline, found={"epochs": watch.best_round or watch.rounds}, cut=watch.cut)


def _train(model: Any, ready: Prepared, watch: RoundWatch, context: FitContext) -> None:
    rng = np.random.default_rng(context.random_state)
    model.set_params(batch_size=min(int(model.batch_size), len(ready.y)))
    X = np.asarray(ready.X, dtype=np.float32)  # halves the time of an epoch
    X_val = None if ready.X_val is None else np.asarray(ready.X_val, dtype=np.float32)
    weight = weights(model, context).get("sample_weight")
    keywords: dict[str, Any] = {"classes": np.unique(ready.y)} if hasattr(model, "predict_proba") else {}
    best: tuple[list[Any], list[Any]] | None = None
    stop = False
    while watch.rounds < model.max_iter and not stop:
        order = rng.permutation(len(ready.y))
        if weight is not None:
            keywords["sample_weight"] = weight[order]
        model.partial_fit(X[order], ready.y[order], **keywords)
        keywords.pop("classes", None)
        stop = watch.after(None if X_val is None else loss_of(model, X_val, ready.y_val))
        if watch.best_round == watch.rounds:
            best = [layer.copy() for layer in model.coefs_], [layer.copy() for layer in model.intercepts_]
    if best is not None:
        model.coefs_, model.intercepts_ = best


MLP = Family(
    name="mlp",
    title="Neural network (MLP)",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
)
