"""Classes of a source table, and new targets for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from jupyter_metaml.generation.source_table import SourceTable


def class_names(table: SourceTable) -> list[object]:
    """List the classes that occur, in an order that does not depend on the order of the rows."""
    return sorted(table.answers.dropna().unique().tolist(), key=str)


def with_target(table: SourceTable, answers: pd.Series[Any]) -> SourceTable:
    """Put other answers in the place of the target."""
    return replace(table, frame=table.frame.assign(**{table.target: answers}))
