"""JupyterLab with the extension in it, as it was built last.

Where it was not built the tests are skipped, unless JUPYTER_METAML_BROWSER_TESTS=required.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from lab_server import LabServer, lab_server
from lab_window import LabNotebook, LabWindow

BUNDLE = Path(__file__).parents[3] / "jupyter_metaml" / "_labextension"
# A kernel with a table, and with runs that tests open and change by hand: no search is needed to list one.
START = """
import time
import pandas as pd
from IPython.display import HTML, display
from jupyter_metaml.notebook.active_runs import ActiveRun

df = pd.DataFrame({"net price": [1.0, 2.0], "it's <b>": [1, 2], "town": ["a", "b"]})
%load_ext jupyter_metaml
active = get_ipython().magics_manager.registry["AutoMLMagics"]._session.active
asked = []

class Button:
    def request(self, *, after_trial=False):
        asked.append(after_trial)

def open_run(**fields):
    about = {"table": "df", "target": "town", "mode": "background", "budget_s": 60.0, "state": "searching"}
    return active.open(ActiveRun(**{**about, **fields}), Button()).key
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Start JupyterLab with the extension."""
    if not (BUNDLE / "package.json").is_file():
        missing = "the extension of JupyterLab is not built; make lab does it"
        if os.environ.get("JUPYTER_METAML_BROWSER_TESTS") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    extensions = tmp_path_factory.mktemp("extensions")
    (extensions / "jupyter-metaml").symlink_to(BUNDLE)
    with lab_server(tmp_path_factory.mktemp("lab"), extensions=extensions) as started:
        yield started


@pytest.fixture
def open_loaded(open_notebook: Callable[[Sequence[str]], LabNotebook]) -> Callable[..., LabNotebook]:
    """Return a function that opens a notebook whose first cell has loaded the magics."""

    def made(*cells: str) -> LabNotebook:
        notebook = open_notebook([START, *cells])
        notebook.run(0)
        return notebook

    return made


@pytest.fixture
def panel(lab: LabWindow) -> Any:
    """Show the side panel, and return its element."""
    lab.command("jupyter-metaml:show-runs")
    shown = lab.page.locator("#jupyter-metaml-runs")
    shown.wait_for()
    return shown


@pytest.fixture
def violations(lab: LabWindow) -> Callable[[str], list[str]]:
    """Return a function that says what axe finds against WCAG 2.2 AA in a part of the page, and its own practices."""

    def found(selector: str) -> list[str]:
        lab.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        entries = lab.page.evaluate("(selector) => axe.run(selector)", selector)["violations"]
        return [f"{entry['id']}: {[node['html'][:200] for node in entry['nodes']]}" for entry in entries]

    return found
