from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import fingerprint as module
from jupyter_metaml.tasks import make_task
from jupyter_metaml.tasks.fingerprint import row_hashes, sampled_rows

TABLE = {"a": list(range(12)), "b": ["x", "y", None, "z"] * 3, "g": [1, 2, 3, 4] * 3, "y": ["no", "yes"] * 6}


def name_of(**changes: object) -> str:
    options = {key: changes.pop(key) for key in ("target", "groups", "kind") if key in changes}
    return make_task({**TABLE, **changes}, options.pop("target", "y"), **options).fingerprint


def test_equal_content_has_an_equal_name():
    assert name_of() == name_of() == make_task(pd.DataFrame(TABLE), "y").fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99]},
        {"b": ["x", "y", None, "w"] * 3},
        {"y": ["no", "ja"] * 6},
        {"y": ["yes", "no"] * 6},
        {"target": "a", "kind": "regression"},
        {"target": ["no", "yes"] * 6},
        {"groups": "g"},
        {"c": [1.0] * 12},
    ],
    ids=str,
)
def test_any_difference_changes_the_name(change: dict[str, object]):
    assert name_of(**change) != name_of()


def test_names_of_columns_count():
    renamed = make_task({("A" if name == "a" else name): values for name, values in TABLE.items()}, "y")

    assert renamed.fingerprint != name_of()


def test_name_is_the_same_in_another_process():
    code = f"from jupyter_metaml.tasks import make_task; print(make_task({TABLE!r}, 'y').fingerprint)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )

    assert done.stdout.strip() == name_of()


def test_equal_rows_have_equal_hashes():
    X = pd.DataFrame({"a": [1.0, 2.0, 1.0], "b": pd.Categorical(["x", None, "x"])})

    hashes = row_hashes(X)

    assert hashes[0] == hashes[2] != hashes[1]


def test_huge_tables_are_known_by_evenly_spaced_rows(monkeypatch: pytest.MonkeyPatch):
    X = pd.DataFrame(np.ones((100, 2)))
    monkeypatch.setattr(module, "MAX_CELLS", 50)

    assert sampled_rows(X).index.tolist() == list(range(0, 100, 4))
