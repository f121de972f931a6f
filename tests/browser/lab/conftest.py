"""One server for all tests in JupyterLab, one page per module, and a function that opens notebooks in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from lab_server import LabServer, lab_server
from lab_window import LabNotebook, LabWindow


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Start JupyterLab."""
    with lab_server(tmp_path_factory.mktemp("lab")) as started:
        yield started


@pytest.fixture(scope="module")
def lab(browser: Any, server: LabServer) -> Iterator[LabWindow]:
    """Show JupyterLab in a page."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    window = LabWindow(page=context.new_page(), server=server)
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
