"""The tables of the store, as queries see them; how they came to be is told in `migrations`.

To add a column: add it here, and write the migration with the next number.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

APPLICATION = "jupyter_metaml knowledge"
APPLICATION_ID = 0x4D4C4B42  # "MLKB" in the header of an SQLite file
OWN = "own"

METADATA = MetaData()

META = Table(
    "metaml_meta",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

TASKS = Table(
    "metaml_tasks",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("family", Text, nullable=False),
    Column("origin", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("metric", Text, nullable=False),
    Column("n_rows", BigInteger, nullable=False),
    Column("n_columns", BigInteger, nullable=False),
    Column("n_classes", BigInteger, nullable=False),
    Column("meta_features", Text, nullable=False),
    Column("source", String(40), nullable=False),
)

CONFIGURATIONS = Table(
    "metaml_configurations",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("content", Text, nullable=False),
)

TRIALS = Table(
    "metaml_trials",
    METADATA,
    Column("task", Integer, ForeignKey("metaml_tasks.number"), primary_key=True),
    Column("configuration", Integer, ForeignKey("metaml_configurations.number"), primary_key=True),
    Column("status", String(40), nullable=False),
    Column("score", Float(53)),
    Column("loss", Float(53)),
    Column("test_score", Float(53)),
    Column("test_loss", Float(53)),
    Column("fold_scores", Text, nullable=False),
    Column("fit_s", Float(53), nullable=False),
    Column("predict_s", Float(53), nullable=False),
    Column("memory_mib", Float(53), nullable=False),
    Column("versions", Text, nullable=False),
    Column("source", String(40), nullable=False),
)
