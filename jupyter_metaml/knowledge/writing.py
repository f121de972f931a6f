"""Put tasks and trials into the tables; the same ones again change nothing.

A person's own rows replace those of others, and a trial with a result one without; the rows of others never replace
anybody else's.  All values travel as bound parameters.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from jupyter_metaml.knowledge.tables import CONFIGURATIONS, OWN, TASKS, TRIALS

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
    from jupyter_metaml.pipelines import Configuration

Item = TypeVar("Item")
CHUNK = 500  # values of one IN list; SQLite before 3.32 takes 999


def write(connection: Connection, seen: Iterable[tuple[TaskRecord, Sequence[TrialRecord]]], source: str) -> None:
    """Write tasks and their trials.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes.
    seen : iterable of (TaskRecord, sequence of TrialRecord)
    source : str
        `OWN`, or the name of the pack that they come from.
    """
    seen = [(task, _last_with_result(trials)) for task, trials in seen]
    configurations = _write_configurations(connection, [trial.configuration for _, trials in seen for trial in trials])
    rows = []
    for task, trials in seen:
        number = _write_task(connection, task, source)
        rows += [_trial_row(trial, number, configurations[trial.configuration], source) for trial in trials]
    if rows:
        statement = _insert(connection)(TRIALS)
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[TRIALS.c.task, TRIALS.c.configuration],
            set_={name: new[name] for name in rows[0] if name not in {"task", "configuration"}},
            where=or_(
                and_(new.source == OWN, TRIALS.c.source != OWN),
                and_(new.source == TRIALS.c.source, or_(new.loss.is_not(None), TRIALS.c.loss.is_(None))),
            ),
        )
        connection.execute(statement, rows)


def clear(connection: Connection, source: str | None = None) -> None:
    """Delete everything, or what came from one source; configurations that nobody tried go too.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes.
    source : str or None, default=None
        None for everything.
    """
    if source is None:
        for table in (TRIALS, TASKS, CONFIGURATIONS):
            connection.execute(delete(table))
        return
    connection.execute(delete(TRIALS).where(TRIALS.c.source == source))
    connection.execute(
        delete(TASKS).where(TASKS.c.source == source, TASKS.c.number.not_in(select(TRIALS.c.task).distinct()))
    )
    tried = select(TRIALS.c.configuration).distinct()
    connection.execute(delete(CONFIGURATIONS).where(CONFIGURATIONS.c.number.not_in(tried)))


def _insert(connection: Connection) -> Any:
    """Return the insert of the dialect: both take ``ON CONFLICT``, which standard SQL does not have."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _last_with_result(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """Keep one trial per configuration: PostgreSQL refuses to change a row twice in one statement."""
    kept: dict[Configuration, TrialRecord] = {}
    for trial in trials:
        if trial.configuration not in kept or _number(trial.loss) is not None:
            kept[trial.configuration] = trial
    return list(kept.values())


def _write_task(connection: Connection, task: TaskRecord, source: str) -> int:
    row = {
        "id": task.id,
        "family": task.family,
        "origin": task.origin,
        "kind": task.kind,
        "metric": task.metric,
        "n_rows": task.n_rows,
        "n_columns": task.n_columns,
        "n_classes": task.n_classes,
        "meta_features": _json({name: float(value) for name, value in task.meta_features.items()}),
        "source": source,
    }
    statement = _insert(connection)(TASKS).values(row)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[TASKS.c.id],
        set_={name: new[name] for name in row if name != "id"},
        where=or_(new.source == OWN, new.source == TASKS.c.source),
    )
    connection.execute(statement)
    return int(connection.execute(select(TASKS.c.number).where(TASKS.c.id == task.id)).scalar_one())


def _write_configurations(connection: Connection, wanted: Sequence[Configuration]) -> dict[Configuration, int]:
    """Write the configurations that are not there yet, and return the numbers of all."""
    contents = {configuration: _json(configuration.as_dict()) for configuration in dict.fromkeys(wanted)}
    digests = {
        configuration: hashlib.sha256(text.encode()).hexdigest()[:32] for configuration, text in contents.items()
    }
    if not contents:
        return {}
    rows = [{"digest": digests[configuration], "content": text} for configuration, text in contents.items()]
    statement = _insert(connection)(CONFIGURATIONS).on_conflict_do_nothing(index_elements=[CONFIGURATIONS.c.digest])
    connection.execute(statement, rows)
    numbers: dict[str, int] = {}
    for chunk in _chunks(list(digests.values())):
        found = select(CONFIGURATIONS.c.digest, CONFIGURATIONS.c.number).where(CONFIGURATIONS.c.digest.in_(chunk))
        numbers |= {row.digest: row.number for row in connection.execute(found)}
    return {configuration: numbers[digest] for configuration, digest in digests.items()}


def _trial_row(trial: TrialRecord, task: int, configuration: int, source: str) -> dict[str, Any]:
    return {
        "task": task,
        "configuration": configuration,
        "status": trial.status,
        "score": _number(trial.score),
        "loss": _number(trial.loss),
        "test_score": _number(trial.test_score),
        "test_loss": _number(trial.test_loss),
        "fold_scores": _json([_number(score) for score in trial.fold_scores]),
        "fit_s": _number(trial.fit_s) or 0.0,
        "predict_s": _number(trial.predict_s) or 0.0,
        "memory_mib": _number(trial.memory_mib) or 0.0,
        "versions": trial.versions,
        "source": source,
    }


def _number(value: float | None) -> float | None:
    """Return a plain finite float; databases disagree on the others."""
    return float(value) if value is not None and math.isfinite(value) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
