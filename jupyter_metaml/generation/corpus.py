"""A folder of real tables: `tasks.json`, and the files that it names.

An entry of `tasks.json` holds ``id``, ``file``, ``target``, ``kind``, ``family`` and ``split``.  Files are CSV; an
empty cell is a missing value, and words such as ``None`` are ordinary levels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jupyter_metaml.exceptions import UsageError


def corpus_entries(corpus: Path, split: str) -> list[dict[str, Any]]:
    """Return the entries of one split.

    Raises
    ------
    UsageError
        If the folder holds no `tasks.json`.
    """
    listing = corpus / "tasks.json"
    if not listing.is_file():
        message = f"{str(corpus)!r} holds no tasks.json. Give the folder of a corpus."
        raise UsageError(message)
    return [entry for entry in json.loads(listing.read_text(encoding="utf-8")) if entry["split"] == split]


def read_corpus_table(corpus: Path, entry: Mapping[str, Any]) -> pd.DataFrame:
    """Read the table of an entry; classes are texts."""
    frame = pd.read_csv(corpus / entry["file"], keep_default_na=False, na_values=[""], low_memory=False)
    if entry["kind"] != "regression":
        frame[entry["target"]] = frame[entry["target"]].astype("string").astype(object)
    return frame
