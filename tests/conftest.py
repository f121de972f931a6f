"""What every test gets: what is stored goes into a folder of the test session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the runs and the history of the tests apart from the person's own."""
    root = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_METAML_HOME", str(root))
        patch.setenv("IPYTHONDIR", str(root / "ipython"))
        yield root
