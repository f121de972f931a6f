"""What the linear families share: logistic regression and ridge with their penalties, fitted in bounded steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import BuildContext, FitContext, FitOutcome
from jupyter_metaml.pipelines.parts import SCIKIT_LEARN
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.training import fit_whole, fresh, prepare, weights, with_scaled_target

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.typing import AnyArray

FIRST_ITERATIONS = 30
MORE_ITERATIONS = 170
ELASTIC_ITERATIONS = 100


def classifier(context: BuildContext, *, C: float, l1_ratio: float = 0.0) -> LogisticRegression:
    """Make a multinomial logistic regression; an elastic net when `l1_ratio` is above 0."""
    if not l1_ratio:
        return LogisticRegression(C=C, max_iter=FIRST_ITERATIONS + MORE_ITERATIONS, random_state=context.random_state)
    elastic: dict[str, Any] = {"l1_ratio": l1_ratio}
    if SCIKIT_LEARN < (1, 8):
        elastic["penalty"] = "elasticnet"  # later versions read it off the ratio, and warn about the penalty
    return LogisticRegression(
        C=C, solver="saga", max_iter=ELASTIC_ITERATIONS, tol=1e-3, random_state=context.random_state, **elastic
    )


def regressor(context: BuildContext, *, alpha: float, l1_ratio: float = 0.0) -> Any:
    """Make a ridge regression of the standardised target; an elastic net when `l1_ratio` is above 0.

    `alpha` weighs the penalty against the *sum* of squares in both.
    """
    if not l1_ratio:
        return with_scaled_target(Ridge(alpha=alpha, random_state=context.random_state))
    per_row = alpha / max(1, context.n_rows)
    return with_scaled_target(ElasticNet(alpha=per_row, l1_ratio=l1_ratio, max_iter=1_000, tol=1e-3))


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Fit; a logistic regression stops after its first iterations when the rest would end after the deadline.

    The iterations always come in the same two portions, so that a fit that is not cut does not depend on the clock.
    """
    if not isinstance(pipeline[-1], LogisticRegression):
        return fit_whole(pipeline, X, y, context)
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model = pipeline[-1]
        watch = RoundWatch(deadline=context.deadline)
        n_iterations = int(model.max_iter)
        keywords = weights(model, context)
        model.set_params(max_iter=min(FIRST_ITERATIONS, n_iterations), warm_start=True)
        model.fit(ready.X, ready.y, **keywords)
        watch.after(n_rounds=int(max(model.n_iter_)))
        left, cut = n_iterations - FIRST_ITERATIONS, False
        if watch.rounds >= model.max_iter and left > 0:
            cut = watch.fitting(left) < left
            if not cut:
                model.set_params(max_iter=left).fit(ready.X, ready.y, **keywords)
        model.set_params(max_iter=n_iterations, warm_start=False)
    return FitOutcome(pipeline=pipeline, cut=cut)
