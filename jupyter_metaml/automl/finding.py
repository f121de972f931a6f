"""What a run knows beyond its report: the data, and every trial."""

from __future__ import annotations

from dataclasses import dataclass

from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines import BuildContext, FitContext, family, fit_views
from jupyter_metaml.profiling import Profile
from jupyter_metaml.search import Blend, SearchResult
from jupyter_metaml.search.assembly import assemble
from jupyter_metaml.tasks import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finished search with the task and the profile that it started from."""

    task: Task
    profile: Profile
    result: SearchResult


def refit_best(finding: Finding, *, n_jobs: int = 1) -> Pipeline:
    """Fit the best single configuration on all rows.

    The number of trees that early stopping found on the folds is kept, since no rows are left to stop on.

    Parameters
    ----------
    finding : Finding
        Trials, data and column plans.
    n_jobs : int, default=1
        Threads of the fit.

    Returns
    -------
    Pipeline
        Takes the raw frame and gives the original labels; the baseline when no model finished.
    """
    task, best = finding.task, finding.result.history.best
    if best.number == 0:
        return finding.result.pipeline
    kind = family(best.configuration.family)
    views = fit_views(task, finding.profile, families=(kind,))
    view = views[kind.view]
    seed = finding.result.history.settings.random_state
    context = BuildContext(
        layout=view.layout,
        kind=task.kind,
        n_classes=task.n_classes,
        n_rows=task.n_rows,
        n_jobs=n_jobs,
        random_state=seed,
    )
    unfitted = kind.build({**dict(best.configuration.params), **best.found}, context)
    outcome = kind.fit(
        unfitted,
        view.matrix,
        task.y,
        FitContext(
            X_val=None,
            y_val=None,
            sample_weight=task.sample_weight,
            deadline=None,
            n_jobs=n_jobs,
            random_state=seed,
        ),
    )
    alone = Blend(members=(best.number,), weights=(1.0,), loss=best.loss or 0.0, score=best.score or 0.0)
    return assemble(alone, {best.number: best}, task, views, {best.number: [outcome.pipeline]})
