"""JupyterLab as it is without the extension; see `lab` and `open_notebook` beside the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lab_server import LabServer, lab_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Start JupyterLab."""
    with lab_server(tmp_path_factory.mktemp("lab")) as started:
        yield started
