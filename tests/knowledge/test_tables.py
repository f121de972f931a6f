"""The tables as queries see them are those that the migrations make."""

from __future__ import annotations

import pytest
import sqlalchemy

from jupyter_metaml.knowledge.tables import METADATA


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_migrations_make_these_tables(store, table):
    with store._database.reading() as connection:
        found = sqlalchemy.inspect(connection)
        columns = {
            column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(table.name)
        }
        keys = found.get_pk_constraint(table.name)["constrained_columns"]
        unique = {tuple(item["column_names"]) for item in found.get_unique_constraints(table.name)}
        dialect = connection.dialect

    expected = {column.name: (column.type.compile(dialect), column.nullable) for column in table.columns}
    assert {name: nullable for name, (_, nullable) in columns.items()} == {
        name: nullable for name, (_, nullable) in expected.items()
    }
    assert {name: as_found(kind) for name, (kind, _) in columns.items()} == {
        name: as_found(kind) for name, (kind, _) in expected.items()
    }
    assert keys == [column.name for column in table.primary_key]
    assert unique == {(column.name,) for column in table.columns if column.unique}


def as_found(kind: str) -> str:
    """PostgreSQL calls FLOAT(53) by another name."""
    return kind.replace("DOUBLE PRECISION", "FLOAT").replace("FLOAT(53)", "FLOAT")


def test_store_has_no_other_tables(store):
    with store._database.reading() as connection:
        assert set(sqlalchemy.inspect(connection).get_table_names()) == set(METADATA.tables)


def test_names_of_tables_leave_room_for_others_in_a_shared_database():
    assert {name.partition("_")[0] for name in METADATA.tables} == {"metaml"}
