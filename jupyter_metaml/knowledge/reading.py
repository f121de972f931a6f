"""Take what the tables hold into arrays: columns are selected, no object is made per trial."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, func, select

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.knowledge.allowed_values import why_not_allowed
from jupyter_metaml.knowledge.knowledge_base import ARRAYS, MAX_CELLS, KnowledgeBase
from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
from jupyter_metaml.knowledge.storage_errors import StoreDamagedError
from jupyter_metaml.knowledge.tables import CONFIGURATIONS, TASKS, TRIALS
from jupyter_metaml.pipelines import Configuration

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

_NOT_OURS = "The store holds text that it did not write."


def read_base(connection: Connection, source: str | None = None, max_cells: int = MAX_CELLS) -> KnowledgeBase:
    """Read everything, or what came from one source.

    Parameters
    ----------
    connection : Connection
        In a transaction that sees one state.
    source : str or None, default=None
        None for everything.
    max_cells : int
        Above so many pairs of tasks and configurations those configurations are left out that were tried on the fewest
        tasks, the oldest first.

    Returns
    -------
    KnowledgeBase
        Without configurations of families that do not exist here.
    """
    columns = [TRIALS.c.task, TRIALS.c.configuration, *(TRIALS.c[name] for name in ARRAYS)]
    trials_query, tasks_query = select(*columns), select(TASKS).order_by(TASKS.c.number)
    if source is not None:
        trials_query = trials_query.where(TRIALS.c.source == source)
        # own trials may stand on a task that came first with a pack, and the other way round
        tasks_query = tasks_query.where(TASKS.c.number.in_(select(TRIALS.c.task).where(TRIALS.c.source == source)))
    table = _table(connection.execute(trials_query).all(), len(columns))
    tasks = _tasks(connection.execute(tasks_query).all())
    return _dense(table, tasks, _configurations(connection, source, max_cells // max(1, len(tasks))))


def read_trials(connection: Connection, task_id: str) -> tuple[TrialRecord, ...]:
    """Read all that is known of the trials of one task."""
    query = (
        select(TRIALS, CONFIGURATIONS.c.content)
        .join(TASKS, TASKS.c.number == TRIALS.c.task)
        .join(CONFIGURATIONS, CONFIGURATIONS.c.number == TRIALS.c.configuration)
        .where(TASKS.c.id == task_id)
        .order_by(CONFIGURATIONS.c.number)
    )
    return tuple(_trial(row) for row in connection.execute(query))


def count(connection: Connection, but: Sequence[str]) -> tuple[int, int]:
    """Count the tasks and trials that came from other sources than some."""
    counted = [
        connection.execute(select(func.count()).select_from(table).where(table.c.source.not_in(but))).scalar_one()
        for table in (TASKS, TRIALS)
    ]
    return counted[0], counted[1]


def _table(rows: Sequence[Any], n_columns: int) -> FloatArray:
    # NULL becomes NaN
    return np.fromiter(map(tuple, rows), dtype=np.dtype((np.float64, n_columns)))


def _tasks(rows: Sequence[Any]) -> dict[int, TaskRecord]:
    """Read the tasks of a store by their numbers."""
    measures = _decoded_all([row.meta_features for row in rows])
    return {row.number: _task(row, found) for row, found in zip(rows, measures, strict=True)}


def _task(row: Any, measures: Any) -> TaskRecord:
    if not isinstance(measures, dict) or not {*map(type, measures.values())} <= {int, float}:
        raise StoreDamagedError(_NOT_OURS)
    return TaskRecord(
        id=row.id,
        family=row.family,
        origin=row.origin,
        kind=row.kind,
        metric=row.metric,
        n_rows=row.n_rows,
        n_columns=row.n_columns,
        n_classes=row.n_classes,
        meta_features=dict(zip(measures, map(float, measures.values()), strict=True)),
    )


def _trial(row: Any) -> TrialRecord:
    fold_scores = _decoded(row.fold_scores)
    return TrialRecord(
        configuration=Configuration.from_dict(_decoded(row.content)),
        status=row.status,
        score=row.score,
        loss=row.loss,
        test_score=row.test_score,
        test_loss=row.test_loss,
        fold_scores=tuple(float("nan") if score is None else float(score) for score in fold_scores),
        fit_s=row.fit_s,
        predict_s=row.predict_s,
        memory_mib=row.memory_mib,
        versions=row.versions,
    )


def _configurations(connection: Connection, source: str | None, most: int) -> dict[int, Configuration]:
    """Read the configurations that can be built here, in the order of their numbers; at most so many."""
    n_tasks = func.count(TRIALS.c.task)
    chosen = (
        select(TRIALS.c.configuration)
        .group_by(TRIALS.c.configuration)
        .order_by(n_tasks.desc(), TRIALS.c.configuration.desc())
        .limit(most)
    )
    if source is not None:
        chosen = chosen.where(TRIALS.c.source == source)
    query = (
        select(CONFIGURATIONS.c.number, CONFIGURATIONS.c.content)
        .where(CONFIGURATIONS.c.number.in_(chosen))
        .order_by(CONFIGURATIONS.c.number)
    )
    rows = connection.execute(query).all()
    contents = _decoded_all([row.content for row in rows])
    found = {row.number: _configuration(content) for row, content in zip(rows, contents, strict=True)}
    return {number: configuration for number, configuration in found.items() if configuration is not None}


def _configuration(content: Any) -> Configuration | None:
    """Make a configuration of what the store holds, if it can be built here."""
    if not isinstance(content, dict) or not isinstance(content.get("family"), str):
        return None
    try:
        # the names were sorted when it was written
        configuration = Configuration(family=content["family"], params=tuple(content["params"].items()))
    except (ConfigurationError, KeyError, TypeError, AttributeError):
        return None
    return configuration if why_not_allowed(configuration) is None else None


def _decoded_all(texts: Sequence[str]) -> list[Any]:
    """Read many texts in one go, which is several times as fast."""
    found: list[Any] = _decoded(f"[{','.join(texts)}]")
    if len(found) != len(texts):
        raise StoreDamagedError(_NOT_OURS)
    return found


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise StoreDamagedError(_NOT_OURS) from error


def _dense(table: FloatArray, tasks: dict[int, TaskRecord], configurations: dict[int, Configuration]) -> KnowledgeBase:
    rows = _places(table[:, 0], list(tasks))
    columns = _places(table[:, 1], list(configurations))
    placed = (rows >= 0) & (columns >= 0)
    rows, columns, values = rows[placed], columns[placed], table[placed, 2:]
    values[np.isnan(values[:, ARRAYS.index("loss")]), ARRAYS.index("loss")] = np.inf  # tried without result
    arrays = {}
    for place, name in enumerate(ARRAYS):
        arrays[name] = np.full((len(tasks), len(configurations)), np.nan)
        arrays[name][rows, columns] = values[:, place]
    return KnowledgeBase(tasks=tuple(tasks.values()), configurations=tuple(configurations.values()), **arrays)


def _places(numbers: FloatArray, known: list[int]) -> AnyArray:
    """Return the place of each number among sorted known ones, -1 where it is not among them."""
    if not known:
        return np.full(len(numbers), -1, dtype=np.int64)
    sorted_known = np.array(known, dtype=np.int64)
    wanted = numbers.astype(np.int64)
    places = np.minimum(np.searchsorted(sorted_known, wanted), len(known) - 1)
    return np.where(sorted_known[places] == wanted, places, -1)
