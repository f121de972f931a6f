"""Notebooks that nobody watches: nbclient, papermill and ``jupyter execute``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import jupyter_metaml
from jupyter_metaml.notebook.views.bundles import RUN_TYPE

SETUP = """
import pandas as pd
df = pd.DataFrame({"x": [place % 17 for place in range(200)], "z": [place % 5 for place in range(200)]})
df["y"] = ["a" if place % 17 + place % 5 > 9 else "b" for place in range(200)]
%load_ext jupyter_metaml
"""


def notebook(*cells: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (SETUP, *cells)])


def test_a_search_leaves_one_static_output_and_no_widget():
    made = notebook("%%automl df --target y --time 3 --jobs 1 --models linear", "len(model.predict(df)), run.state")
    NotebookClient(made, timeout=60, kernel_name="python3").execute()

    _, search, use = made.cells
    assert [output.output_type for output in search.outputs] == ["display_data"]
    assert set(search.outputs[0].data) == {"text/plain", "text/html", RUN_TYPE}
    assert "widget" not in json.dumps(made)
    assert use.outputs[0].data["text/plain"] == "(200, 'done')"
    assert len(json.dumps(search)) < 100_000


def test_a_search_in_the_background_runs_in_the_foreground(tmp_path: Path):
    made = notebook(
        "%%automl df --target y --trials 1 --jobs 1 --models linear --background",
        "type(run).__name__, len(model.predict(df))",
    )
    NotebookClient(made, timeout=60, kernel_name="python3").execute()

    _, search, use = made.cells
    assert "Nobody watches here" in search.outputs[0].data["text/plain"]
    assert use.outputs[0].data["text/plain"] == "('Run', 200)"


def test_an_error_stops_the_notebook_with_one_line_kept_in_it():
    made = notebook("%automl df --target Y", "after = 1")

    with pytest.raises(CellExecutionError, match="AutoMLError: --target 'Y' is not a column of the table"):
        NotebookClient(made, timeout=60, kernel_name="python3").execute()

    assert made.cells[1].outputs[0].traceback == [f"AutoMLError: {made.cells[1].outputs[0].evalue}"]
    assert made.cells[2].outputs == []


def test_an_error_makes_jupyter_execute_exit_with_a_failure(tmp_path: Path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(notebook("%automl df --tme 3"), path)

    run = [sys.executable, "-c", "from nbclient.cli import main; main()", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(jupyter_metaml.__file__).parents[1])}
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=60, env=environment)

    assert done.returncode != 0
    assert "Did you mean '--time'?" in done.stderr
