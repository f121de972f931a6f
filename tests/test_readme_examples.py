"""What the README shows does what it says, with fewer seconds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from readme_examples import blocks, with_seconds

REPOSITORY = Path(__file__).parents[1]


@pytest.mark.parametrize("heading", ["### In a notebook", "### In Python"])
def test_examples_have_ten_lines_at_most(heading: str):
    assert 0 < len("\n".join(blocks(heading)).splitlines()) <= 10


@pytest.mark.slow
def test_notebook_example_runs():
    cells = [nbformat.v4.new_code_cell(source) for source in with_seconds(blocks("### In a notebook"), 5)]
    made = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("type(model), len(model.predict(new))")])

    NotebookClient(made, timeout=120, kernel_name="python3").execute()

    assert made.cells[-1].outputs[0].data["text/plain"] == "(sklearn.pipeline.Pipeline, 119)"
    assert "<table" in made.cells[-2].outputs[0].data["text/html"]


@pytest.mark.slow
def test_python_example_runs(tmp_path: Path):
    (code,) = with_seconds(blocks("### In Python"), 5)
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    # As somebody's script: from another folder, in a process of its own.
    paths = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))

    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "new rows" in done.stdout
    assert list((tmp_path / "my_model").iterdir())
