"""The migrations in their order, and how a store gets from an older schema to the newest."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert

from jupyter_metaml.knowledge.migrations import v0001_first_tables
from jupyter_metaml.knowledge.tables import APPLICATION, META

# The place of a migration, from 1, is the number of the schema that it leads to.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (v0001_first_tables.upgrade,)


def newest() -> int:
    """Return the number of the schema that this version writes."""
    return len(MIGRATIONS)


def migrate(connection: Connection, schema: int) -> None:
    """Bring the tables to the newest schema, inside the caller's transaction.

    Parameters
    ----------
    connection : Connection
        In a transaction that nobody else can write beside.
    schema : int
        What the store has; 0 for an empty database.
    """
    for upgrade in MIGRATIONS[schema:]:
        upgrade(connection)
    values = {"application": APPLICATION, "schema": str(newest())}
    connection.execute(delete(META).where(META.c.name.in_(list(values))))
    connection.execute(insert(META), [{"name": name, "value": value} for name, value in values.items()])
