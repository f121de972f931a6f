"""Take a pack into a store, within limits, and give the names of one's own tasks a salt."""

from __future__ import annotations

import dataclasses
import secrets
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from jupyter_metaml.knowledge.packs import PackReport, read_pack
from jupyter_metaml.knowledge.reading import count
from jupyter_metaml.knowledge.tables import META, OWN
from jupyter_metaml.knowledge.writing import write

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord

MAX_FOREIGN_TASKS = 2_000
MAX_FOREIGN_TRIALS = 400_000
_SALT = "salt"


def merge(connection: Connection, path: Path) -> PackReport:
    """Write the rows of a pack, marked with its name, as far as there is room for rows of others.

    Parameters
    ----------
    connection : Connection
        In a transaction that writes.
    path : Path

    Returns
    -------
    PackReport
        Of what was written.

    Raises
    ------
    StorageError
        If the file is no pack.
    """
    base, report = read_pack(path)
    n_tasks, n_trials = count(connection, but=(OWN, report.source))
    room = MAX_FOREIGN_TASKS - n_tasks, MAX_FOREIGN_TRIALS - n_trials
    taken: list[tuple[TaskRecord, Sequence[TrialRecord]]] = []
    left_out = Counter(report.left_out)
    n_taken = 0
    for task, trials in base.records():
        if len(taken) >= room[0] or n_taken + len(trials) > room[1]:
            left_out["task: no more room for tasks of others"] += 1
            continue
        taken.append((task, trials))
        n_taken += len(trials)
    write(connection, taken, report.source)
    return dataclasses.replace(report, n_tasks=len(taken), n_trials=n_taken, left_out=dict(left_out))


def salt_of(connection: Connection) -> str:
    """Return the secret of this store, made when it is first asked for.

    Exported names of tasks are hashed with it: the same in every export of one store, and of no use to somebody who
    has the same table and wants to know whether its owner has it too.
    """
    found = connection.execute(select(META.c.value).where(META.c.name == _SALT)).scalar()
    if found is None:
        found = secrets.token_hex(16)
        connection.execute(insert(META), {"name": _SALT, "value": found})
    return str(found)
