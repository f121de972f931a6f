"""The metrics that have a name: which tasks they are for, and what they are called in scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sklearn.metrics import get_scorer_names

from jupyter_metaml.tasks.question_errors import UnknownMetricError
from jupyter_metaml.typing import Kind

_CLASSES: tuple[Kind, ...] = ("binary", "multiclass")
_BINARY: tuple[Kind, ...] = ("binary",)
_MULTICLASS: tuple[Kind, ...] = ("multiclass",)
_NUMBERS: tuple[Kind, ...] = ("regression",)

DEFAULT_METRICS: dict[Kind, str] = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMetric:
    """One entry of the list of metrics.

    Attributes
    ----------
    name : str
        How people write it, and how it is shown.
    scorer : str
        Name of the scikit-learn scorer; those that begin with ``neg_`` are smaller-is-better.
    title : str
        For display.
    kinds : tuple of {'binary', 'multiclass', 'regression'}
        Tasks that it is for.
    aliases : tuple of str
        Other spellings.
    """

    name: str
    scorer: str
    title: str
    kinds: tuple[Kind, ...]
    aliases: tuple[str, ...] = ()


def _entry(name: str, scorer: str, title: str, kinds: tuple[Kind, ...], *aliases: str) -> NamedMetric:
    return NamedMetric(name=name, scorer=scorer, title=title, kinds=kinds, aliases=aliases)


# How to add a metric: one line here.  Metrics that this version of scikit-learn does not have are left out.
_METRICS = (
    _entry("roc_auc", "roc_auc", "ROC AUC", _BINARY, "auc"),
    _entry("roc_auc_ovr", "roc_auc_ovr", "ROC AUC (one class against the rest)", _MULTICLASS, "roc_auc", "auc"),
    _entry("roc_auc_ovr_weighted", "roc_auc_ovr_weighted", "ROC AUC (weighted, one against the rest)", _MULTICLASS),
    _entry("roc_auc_ovo", "roc_auc_ovo", "ROC AUC (pairs of classes)", _MULTICLASS),
    _entry("roc_auc_ovo_weighted", "roc_auc_ovo_weighted", "ROC AUC (weighted pairs of classes)", _MULTICLASS),
    _entry("average_precision", "average_precision", "average precision", _CLASSES, "pr_auc"),
    _entry("log_loss", "neg_log_loss", "log loss", _CLASSES, "logloss", "cross_entropy"),
    _entry("brier", "neg_brier_score", "Brier score", _BINARY, "brier_score", "brier_score_loss"),
    _entry("d2_log_loss", "d2_log_loss_score", "D2 log loss", _CLASSES),
    _entry("d2_brier", "d2_brier_score", "D2 Brier score", _BINARY),
    _entry("accuracy", "accuracy", "accuracy", _CLASSES, "acc"),
    _entry("balanced_accuracy", "balanced_accuracy", "balanced accuracy", _CLASSES),
    _entry("mcc", "matthews_corrcoef", "Matthews correlation", _CLASSES),
    _entry("top_k_accuracy", "top_k_accuracy", "top-2 accuracy", _MULTICLASS),
    _entry("f1", "f1", "F1", _BINARY),
    _entry("precision", "precision", "precision", _BINARY),
    _entry("recall", "recall", "recall", _BINARY),
    _entry("jaccard", "jaccard", "Jaccard", _BINARY),
    *(
        _entry(f"{name}_{mean}", f"{name}_{mean}", f"{title} ({mean})", _CLASSES)
        for name, title in (("f1", "F1"), ("precision", "precision"), ("recall", "recall"), ("jaccard", "Jaccard"))
        for mean in ("macro", "micro", "weighted")
    ),
    _entry("rmse", "neg_root_mean_squared_error", "RMSE", _NUMBERS, "root_mean_squared_error"),
    _entry("mse", "neg_mean_squared_error", "MSE", _NUMBERS, "mean_squared_error"),
    _entry("mae", "neg_mean_absolute_error", "MAE", _NUMBERS, "mean_absolute_error"),
    _entry("median_absolute_error", "neg_median_absolute_error", "median absolute error", _NUMBERS, "medae"),
    _entry("mape", "neg_mean_absolute_percentage_error", "MAPE", _NUMBERS, "mean_absolute_percentage_error"),
    _entry("rmsle", "neg_root_mean_squared_log_error", "RMSLE", _NUMBERS, "root_mean_squared_log_error"),
    _entry("msle", "neg_mean_squared_log_error", "MSLE", _NUMBERS, "mean_squared_log_error"),
    _entry("r2", "r2", "R2", _NUMBERS, "r_squared"),
    _entry("explained_variance", "explained_variance", "explained variance", _NUMBERS),
    _entry("d2_absolute_error", "d2_absolute_error_score", "D2 absolute error", _NUMBERS),
    _entry("max_error", "neg_max_error", "largest error", _NUMBERS),
    _entry("poisson_deviance", "neg_mean_poisson_deviance", "Poisson deviance", _NUMBERS, "mean_poisson_deviance"),
    _entry("gamma_deviance", "neg_mean_gamma_deviance", "gamma deviance", _NUMBERS, "mean_gamma_deviance"),
)


def find_metric(wanted: str, kind: Kind) -> NamedMetric:
    """Find a metric by its name, an alias, or the name of its scikit-learn scorer.

    Case, spaces and hyphens do not matter.

    Parameters
    ----------
    wanted : str
        What a person wrote.
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.

    Returns
    -------
    NamedMetric
        The entry for this kind.

    Raises
    ------
    UnknownMetricError
        If there is none; with the nearest names and the whole list for this kind.
    """
    key = _key(wanted)
    same_name = [entry for entry in _available() if key in _spellings(entry)]
    for entry in same_name:
        if kind in entry.kinds:
            return entry
    known = bool(same_name) or key in get_scorer_names()
    raise UnknownMetricError.among(wanted, kind, metric_names(kind), exists=known)


def metric_names(kind: Kind) -> list[str]:
    """List the names of the metrics for a kind of task, the default first.

    Examples
    --------
    >>> from jupyter_metaml.tasks import metric_names
    >>> "roc_auc" in metric_names("binary"), "roc_auc" in metric_names("regression")
    (True, False)
    """
    names = [entry.name for entry in _available() if kind in entry.kinds]
    return sorted(names, key=lambda name: name != DEFAULT_METRICS[kind])


@cache
def _available() -> tuple[NamedMetric, ...]:
    known = set(get_scorer_names())
    return tuple(entry for entry in _METRICS if entry.scorer in known)


def _spellings(entry: NamedMetric) -> set[str]:
    return {_key(name) for name in (entry.name, entry.scorer, entry.title, *entry.aliases)}


def _key(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
