"""Every tutorial runs from top to bottom without anybody watching, and says what it means without a live front end."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def path(request: pytest.FixtureRequest) -> Path:
    """Return a tutorial."""
    return request.param


def test_tutorial_is_short_and_valid(path: Path):
    made = nbformat.read(path, as_version=4)
    nbformat.validate(made)

    assert len(made.cells) <= 25
    assert made.cells[0].cell_type == "markdown"


def test_committed_outputs_are_settled(path: Path):
    outputs = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", [])]

    assert outputs, "commit the tutorial with its outputs"
    assert not [output for output in outputs if output.output_type in {"error", "stream"}]
    assert "widget" not in json.dumps(outputs)
    assert path.stat().st_size < 250_000


@pytest.mark.slow
def test_tutorial_runs(path: Path):
    made = nbformat.read(path, as_version=4)
    beside = {"metadata": {"path": str(path.parent)}}  # where JupyterLab starts its kernel, too
    NotebookClient(made, timeout=120, kernel_name="python3", resources=beside).execute()

    results = [output.data for cell in made.cells for output in cell.get("outputs", []) if "data" in output]
    assert any("application/vnd.jupyter-metaml.run+json" in data for data in results)
