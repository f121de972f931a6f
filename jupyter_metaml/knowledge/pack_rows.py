"""What single rows of a pack may hold: a task, a configuration, a trial; the others are left out and counted.

Reasons are fixed sentences: nothing that a stranger wrote gets into a message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.knowledge.allowed_values import why_not_allowed
from jupyter_metaml.knowledge.knowledge_base import ARRAYS
from jupyter_metaml.knowledge.metric_names import known_metric
from jupyter_metaml.knowledge.records import TaskOrigin, TaskRecord
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.typing import Kind

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

LONGEST_NAME = 200
MOST_PARAMETERS = 50
MOST_ROWS, MOST_COLUMNS, MOST_CLASSES = 10**11, 10**8, 10**7
LARGEST_META_FEATURE = 1e18
LARGEST_LOSS, LONGEST_S = 1e12, 1e7

_COUNTS = {"n_rows": MOST_ROWS, "n_columns": MOST_COLUMNS, "n_classes": MOST_CLASSES}


def read_tasks(
    records: Sequence[Any], names: Sequence[str], meta_features: FloatArray, left_out: Counter[str]
) -> tuple[list[int], list[TaskRecord]]:
    """Check tasks.

    Parameters
    ----------
    records : sequence
        Whatever the pack holds.
    names : sequence of str
        Of the meta-features.
    meta_features : ndarray of shape (n_records, n_names)
        NaN where a task has none.
    left_out : Counter
        Gets the reasons.

    Returns
    -------
    list of int, list of TaskRecord
        Places of those that are kept, and what they are.
    """
    places: list[int] = []
    kept: dict[str, TaskRecord] = {}
    sound = np.all(np.isnan(meta_features) | (np.abs(meta_features) <= LARGEST_META_FEATURE), axis=1)
    for place, (record, values) in enumerate(zip(records, meta_features.tolist(), strict=True)):
        pairs = zip(names, values, strict=True)
        known = {name: value for name, value in pairs if value == value}  # noqa: PLR0124 - NaN is not equal to itself
        task = _task(record, known) if sound[place] else "task: meta-feature out of range"
        if isinstance(task, str):
            left_out[task] += 1
        elif task.id in kept:
            left_out["task: the same twice"] += 1
        else:
            places.append(place)
            kept[task.id] = task
    return places, list(kept.values())


def read_configurations(records: Sequence[Any], left_out: Counter[str]) -> tuple[list[int], list[Configuration]]:
    """Check configurations, see `read_tasks`; nothing of them is executed."""
    places: list[int] = []
    kept: dict[Configuration, None] = {}
    for place, record in enumerate(records):
        configuration = _configuration(record)
        if isinstance(configuration, str):
            left_out[f"configuration: {configuration}"] += 1
        elif configuration in kept:
            left_out["configuration: the same twice"] += 1
        else:
            places.append(place)
            kept[configuration] = None
    return places, list(kept)


def check_trials(arrays: Mapping[str, FloatArray], left_out: Counter[str]) -> dict[str, FloatArray]:
    """Take out numbers that no trial gives.

    Parameters
    ----------
    arrays : mapping of str to ndarray of shape (n_tasks, n_configurations)
        By the names of `ARRAYS`.
    left_out : Counter
        Gets the reasons.

    Returns
    -------
    dict of str to ndarray
        The same, with NaN for the trials that are left out.
    """
    loss, test_loss = arrays["loss"], arrays["test_loss"]
    tried = ~np.isnan(loss)
    failed = np.isposinf(loss)
    seconds = (arrays["fit_s"], arrays["predict_s"])
    with np.errstate(invalid="ignore"):
        reasons: dict[str, AnyArray] = {
            "trial: numbers without a loss": ~tried & np.any([~np.isnan(arrays[name]) for name in ARRAYS], axis=0),
            "trial: loss out of range": tried & ~failed & ~_within(loss, LARGEST_LOSS),
            "trial: test loss out of range": tried & ~np.isnan(test_loss) & ~_within(test_loss, LARGEST_LOSS),
            "trial: score not finite": tried & (np.isinf(arrays["score"]) | np.isinf(arrays["test_score"])),
            "trial: seconds out of range": tried & ~np.all([_within(values, LONGEST_S) for values in seconds], axis=0),
        }
    bad = np.zeros_like(tried)
    for reason, found in reasons.items():
        new = found & ~bad
        if new.any():
            left_out[reason] += int(new.sum())
        bad |= found
    cleaned = {name: np.where(bad, np.nan, values) for name, values in arrays.items()}
    cleaned["score"] = np.where(failed, np.nan, cleaned["score"])
    return cleaned


def _within(values: FloatArray, largest: float) -> AnyArray:
    return (values >= 0) & (values <= largest)


def _task(record: Any, meta_features: Mapping[str, float]) -> TaskRecord | str:
    """Read one task, or tell what is wrong with it."""
    if not isinstance(record, dict):
        return "task: no record"
    names = [record.get(name) for name in ("id", "family", "metric")]
    if not all(isinstance(name, str) and is_plain_name(name) for name in names):
        return "task: name of another form"
    counts = {name: record.get(name) for name in _COUNTS}
    if not all(_is_count(value, _COUNTS[name]) for name, value in counts.items()):
        return "task: number of rows, columns or classes out of range"
    kind: Any = record.get("kind")
    origin: Any = record.get("origin")
    if not (kind in get_args(Kind) and origin in get_args(TaskOrigin)):
        return "task: unknown kind or origin"
    if (kind == "regression") != (counts["n_classes"] == 0) or (kind == "binary" and counts["n_classes"] != 2):
        return "task: number of classes that its kind does not have"
    return TaskRecord(
        id=str(record["id"]),
        family=str(record["family"]),
        origin=origin,
        kind=kind,
        metric=known_metric(str(record["metric"]), kind),
        n_rows=int(record["n_rows"]),
        n_columns=int(record["n_columns"]),
        n_classes=int(record["n_classes"]),
        meta_features=meta_features,
    )


def _configuration(record: Any) -> Configuration | str:
    """Read one configuration, or tell what is wrong with it."""
    if not isinstance(record, dict) or not isinstance(record.get("params"), dict):
        return "no record"
    if not isinstance(record.get("family"), str) or len(record["params"]) > MOST_PARAMETERS:
        return "no record"
    try:
        configuration = Configuration.from_dict(record)
    except (ConfigurationError, TypeError):
        return "value of another type"
    return why_not_allowed(configuration) or configuration


def is_plain_name(name: str) -> bool:
    """Tell whether a name is short printable ASCII: it may be shown anywhere."""
    return 0 < len(name) <= LONGEST_NAME and name.isascii() and name.isprintable()


def _is_count(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
