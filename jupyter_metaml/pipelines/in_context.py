"""What networks that read a table in context have in common: some views of the table, and nothing to tune."""

from __future__ import annotations

from collections.abc import Mapping

from optuna.distributions import BaseDistribution

from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.typing import ParamValue

MEMBERS = 2


def default(_shape: TableShape) -> dict[str, ParamValue]:
    """Start with two views of the table; on a processor each one more takes as long again, and brings little."""
    return {"n_members": MEMBERS}


def space(_shape: TableShape) -> dict[str, BaseDistribution]:
    """Nothing: such a network was tuned when it was trained."""
    return {}


def n_members(params: Mapping[str, ParamValue]) -> int:
    """Return how many views a configuration asks for."""
    return int(params.get("n_members") or MEMBERS)
