"""JupyterLab with the extension in it, as `jlpm build` has left it.

Where it was not built the tests are skipped, unless JUPYTER_METAML_BROWSER_TESTS=required.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lab_server import LabServer, lab_server
from lab_window import LabNotebook, LabWindow

BUNDLE = Path(__file__).parents[3] / "jupyter_metaml" / "_labextension"
# A kernel with a table, and with runs that tests open and change by hand.
START = """
import pandas as pd
from jupyter_metaml.notebook.active_runs import ActiveRun
df = pd.DataFrame({"net price": [1.0, 2.0], "it's <b>": [1, 2], "town": ["a", "b"]})
%load_ext jupyter_metaml
active = get_ipython().magics_manager.registry["AutoMLMagics"].session.active

class Button:
    asked = []

    def request(self, *, after_trial=False):
        Button.asked.append(after_trial)

def open_run(**fields):
    about = {"table": "df", "target": "town", "mode": "background", "budget_s": 60.0, "state": "searching"}
    return active.open(ActiveRun(**{**about, **fields}), Button()).key
"""


@pytest.fixture(scope="session")
def extended_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
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


@pytest.fixture(scope="module")
def lab(browser: Any, extended_server: LabServer) -> Iterator[LabWindow]:
    """Show JupyterLab in a page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    window = LabWindow(page=context.new_page(), server=extended_server)
    window.start()
    yield window
    context.close()


@pytest.fixture
def open_notebook(lab: LabWindow) -> Iterator[Callable[[Sequence[str]], LabNotebook]]:
    """Return a function that opens a notebook; at the end all are closed, and the theme is the light one."""
    opened: list[LabNotebook] = []

    def made(cells: Sequence[str]) -> LabNotebook:
        opened.append(lab.open(cells))
        return opened[-1]

    yield made
    for notebook in opened:
        notebook.close()
    lab.theme("light")


@pytest.fixture
def notebook(open_notebook: Callable[[Sequence[str]], LabNotebook]) -> LabNotebook:
    """Return a notebook whose first cell has loaded the magics."""
    made = open_notebook([START])
    made.run(0)
    return made


@pytest.fixture
def panel(lab: LabWindow, notebook: LabNotebook) -> Iterator[Any]:
    """Show the side panel, and return its element."""
    lab.command("jupyter-metaml:show-runs")
    shown = lab.page.locator("#jupyter-metaml-runs")
    shown.wait_for()
    yield shown
