"""The real tables of a campaign: a folder with `tasks.json` and the files that it names.

An entry of `tasks.json` holds ``id``, ``file``, ``target``, ``kind``, ``family`` and ``split``.  Files are CSV; an
empty cell is a missing value, and words such as ``None`` are ordinary levels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jupyter_metaml.exceptions import UsageError
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
    listing = corpus / "tasks.json"
    if not listing.is_file():
        message = f"{str(corpus)!r} holds no tasks.json. Give the folder of a corpus."
        raise UsageError(message)
    for entry in json.loads(listing.read_text(encoding="utf-8")):
        if entry["split"] != split:
            continue
        frame = pd.read_csv(corpus / entry["file"], keep_default_na=False, na_values=[""], low_memory=False)
        target, kind = entry["target"], entry["kind"]
        if kind != "regression":
            frame[target] = frame[target].astype("string").astype(object)
        yield CampaignTable(
            id=entry["id"], family=entry["family"], origin="real", frame=frame, target=target, kind=kind
        )
