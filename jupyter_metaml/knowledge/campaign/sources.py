"""The real tables of a campaign, out of a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jupyter_metaml.generation.corpus import corpus_entries, read_corpus_table
from jupyter_metaml.knowledge.records import TaskOrigin
from jupyter_metaml.typing import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CampaignTable:
    """A table with a question, before any decision about rows and folds.

    Parameters
    ----------
    id : str
        Becomes the name of its folder.
    family : str
        Relatives share it.
    origin : {"real", "derived", "generated"}
        Where it comes from.
    frame : DataFrame
        All columns, the target among them.
    target : str
        Name of the target.
    kind : {"binary", "multiclass", "regression"}
        What is predicted.
    """

    id: str
    family: str
    origin: TaskOrigin
    frame: pd.DataFrame
    target: str
    kind: Kind


def real_tables(corpus: Path, split: str) -> Iterator[CampaignTable]:
    """Read the tables of one split of a corpus, one at a time.

    Parameters
    ----------
    corpus : Path
        Folder with `tasks.json`.
    split : str
        Entries with this `split` are read.

    Raises
    ------
    UsageError
        If the folder holds no `tasks.json`.
    """
    for entry in corpus_entries(corpus, split):
        frame = read_corpus_table(corpus, entry)
        yield CampaignTable(
            id=entry["id"],
            family=entry["family"],
            origin="real",
            frame=frame,
            target=entry["target"],
            kind=entry["kind"],
        )
