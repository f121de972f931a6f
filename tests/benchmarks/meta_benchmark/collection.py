"""Whole collections left out: what was learned from some people's tables, judged on those of others.

Tables of one collection were chosen and cleaned by the same hands, so leaving out relatives alone may flatter a
learned order.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jupyter_metaml.knowledge import KnowledgeBase


def collections_of(tasks_file: Path) -> dict[str, str]:
    """Read which collection each family of tables comes from: the repository of its first source."""
    entries = json.loads(tasks_file.read_text(encoding="utf-8"))
    return {entry["family"]: entry["source"][0]["repo"] for entry in entries if entry.get("source")}


def by_collection(base: KnowledgeBase, collections: dict[str, str]) -> KnowledgeBase:
    """Return a base in which all tables of a collection are relatives; made-up tasks stay as they are."""
    tasks = tuple(replace(task, family=collections.get(task.family, task.family)) for task in base.tasks)
    return replace(base, tasks=tasks)


def with_own_families(table: pd.DataFrame, base: KnowledgeBase) -> pd.DataFrame:
    """Give outcomes their families back: these are what is drawn, collections are what was left out."""
    return table.assign(family=table["task"].map({task.id: task.family for task in base.tasks}))
