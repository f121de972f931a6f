"""A corpus of two tiny tables, made up here: no row of the real one is part of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    rng = np.random.default_rng(0)
    size = rng.normal(size=120)
    colour = rng.choice(["red", "green", "None"], size=120)
    flats = pd.DataFrame({"size": size, "colour": colour, "seen": "2024-05-06", "rent": size * 3 + (colour == "red")})
    flats.loc[::10, "size"] = np.nan
    words = ["short and plain", "a rather long winded sentence about nothing"]
    notes = pd.DataFrame({"note": [f"{words[i % 2]} number {i} of the whole lot" for i in range(80)], "kind": 1})
    notes["kind"] = np.where(np.arange(80) % 2 == 0, "brief", "verbose")
    flats.to_csv(root / "flats.csv.gz", index=False)
    notes.to_csv(root / "notes.csv.gz", index=False)
    entries = [
        {"id": "flats", "file": "flats.csv.gz", "target": "rent", "kind": "regression", "split": "dev"},
        {"id": "notes", "file": "notes.csv.gz", "target": "kind", "kind": "binary", "split": "dev"},
        {"id": "kept", "file": "flats.csv.gz", "target": "colour", "kind": "multiclass", "split": "kb"},
    ]
    (root / "tasks.json").write_text(json.dumps(entries), encoding="utf-8")
    return root
