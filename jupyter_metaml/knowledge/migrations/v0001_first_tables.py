"""Schema 1: tasks, configurations, trials."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)


def upgrade(connection: Connection) -> None:
    """Make the first tables in an empty database."""
    metadata = MetaData()
    Table(
        "metaml_meta",
        metadata,
        Column("name", String(40), primary_key=True),
        Column("value", String(200), nullable=False),
    )
    Table(
        "metaml_tasks",
        metadata,
        Column("number", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("family", Text, nullable=False),
        Column("origin", String(20), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("metric", Text, nullable=False),
        *(Column(name, BigInteger, nullable=False) for name in ("n_rows", "n_columns", "n_classes")),
        Column("meta_features", Text, nullable=False),
        Column("source", String(40), nullable=False),
    )
    Table(
        "metaml_configurations",
        metadata,
        Column("number", Integer, primary_key=True),
        Column("digest", String(32), nullable=False, unique=True),
        Column("content", Text, nullable=False),
    )
    Table(
        "metaml_trials",
        metadata,
        Column("task", Integer, ForeignKey("metaml_tasks.number"), primary_key=True),
        Column("configuration", Integer, ForeignKey("metaml_configurations.number"), primary_key=True),
        Column("status", String(40), nullable=False),
        *(Column(name, Float(53)) for name in ("score", "loss", "test_score", "test_loss")),
        Column("fold_scores", Text, nullable=False),
        *(Column(name, Float(53), nullable=False) for name in ("fit_s", "predict_s", "memory_mib")),
        Column("versions", Text, nullable=False),
        Column("source", String(40), nullable=False),
    )
    metadata.create_all(connection, checkfirst=False)
