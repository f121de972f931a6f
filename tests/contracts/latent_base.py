"""A base whose truth is known: which configuration suits a task depends on hidden numbers that meta-features show.

The loss of a configuration on a task grows with the distance between the two in a hidden plane.  Meta-features are
noisy views of the task's place in it, so who looks at them can do better than any fixed order.
"""

from __future__ import annotations

import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
from jupyter_metaml.pipelines import Configuration

# Name of the values that set configurations of a family apart, and seconds per thousand rows.
FAMILIES = {
    "linear": ("C", 0.05),
    "lightgbm": ("num_leaves", 0.3),
    "catboost": ("depth", 1.5),
    "extra_trees": ("max_features", 0.4),
    "mlp": ("width", 1.0),
    "svm": ("gamma", 0.6),
}
METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


def latent_base(
    n_tasks: int = 60,
    n_configurations: int = 24,
    *,
    kinds: tuple[str, ...] = ("binary",),
    seen_share: float = 1.0,
    failed_share: float = 0.0,
    meta_noise: float = 0.1,
    loss_noise: float = 0.05,
    relatives: int = 1,
    seed: int = 0,
) -> KnowledgeBase:
    """Make a base.

    Parameters
    ----------
    n_tasks, n_configurations : int
    kinds : tuple of str
        Kinds of the tasks, in turn.
    seen_share, failed_share : float
        Share of the pairs that were tried, and of those that failed.
    meta_noise : float
        Of the meta-features, whose spread is 1.
    loss_noise : float
        Of the losses, whose spread within a task is about 1.
    relatives : int
        Tasks per family; relatives share their place.
    seed : int
    """
    rng = np.random.default_rng(seed)
    configurations, places, paces = _configurations(n_configurations, rng)
    seen = []
    for number in range(n_tasks):
        if number % relatives == 0:
            place = rng.uniform(-1.0, 1.0, 2)
        task = _task(number, kinds[number % len(kinds)], place, relatives, meta_noise, rng)
        level = rng.uniform(0.2, 0.6)
        apart = ((places - place) ** 2).sum(axis=1)
        trials = []
        for column in np.flatnonzero(rng.random(n_configurations) < seen_share):
            fit_s = paces[column] * (0.1 + task.n_rows / 1000.0) * rng.lognormal(0.0, 0.2)
            failed = rng.random() < failed_share
            loss, test_loss = level + 0.1 * (apart[column] + rng.normal(0.0, loss_noise, 2))
            trials.append(
                TrialRecord(
                    configuration=configurations[column],
                    status="failed" if failed else "done",
                    loss=None if failed else float(loss),
                    score=None if failed else _score(task.metric, float(loss)),
                    test_loss=None if failed else float(test_loss),
                    test_score=None if failed else _score(task.metric, float(test_loss)),
                    fit_s=float(fit_s),
                )
            )
        seen.append((task, trials))
    return KnowledgeBase.of(seen)


def _configurations(n: int, rng: np.random.Generator) -> tuple[list[Configuration], np.ndarray, np.ndarray]:
    names = [list(FAMILIES)[number % len(FAMILIES)] for number in range(n)]
    configurations = []
    for number, name in enumerate(names):
        value, _ = FAMILIES[name]
        is_default = number < len(FAMILIES)
        configurations.append(Configuration.of(name) if is_default else Configuration.of(name, **{value: number}))
    return configurations, rng.uniform(-1.0, 1.0, (n, 2)), np.array([FAMILIES[name][1] for name in names])


def _task(
    number: int, kind: str, place: np.ndarray, relatives: int, meta_noise: float, rng: np.random.Generator
) -> TaskRecord:
    n_rows, n_columns = int(rng.integers(100, 4_000)), int(rng.integers(3, 40))
    views = np.array([place[0], place[1], place[0] + place[1], place[0] - place[1]])
    shown = views + rng.normal(0.0, meta_noise, 4)
    noise = {f"noise_{i}": float(value) for i, value in enumerate(rng.normal(size=4))}
    return TaskRecord(
        id=f"task-{number}",
        family=f"family-{number // relatives}",
        origin="generated",
        kind=kind,
        metric=METRICS[kind],
        n_rows=n_rows,
        n_columns=n_columns,
        n_classes={"binary": 2, "multiclass": 5, "regression": 0}[kind],
        meta_features={
            "log_n_rows": float(np.log(n_rows)),
            "log_n_columns": float(np.log(n_columns)),
            "share_categorical": float(rng.random()),
            **{f"view_{i}": float(value) for i, value in enumerate(shown)},
            **noise,
        },
    )


def _score(metric: str, loss: float) -> float:
    return 1.0 - loss / 2.0 if metric == "roc_auc" else -loss
