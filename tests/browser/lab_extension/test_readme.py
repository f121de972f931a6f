"""The notebook of the README, run in JupyterLab; its pictures are those of the README and of `docs/notebook.md`.

They show a search of as many seconds as the README says. Without pictures to take a few seconds are enough.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from readme_examples import blocks, with_seconds

CELLS = blocks("### In a notebook")
PICTURE_AFTER_S = 12
TAKES_PICTURES = bool(os.environ.get("JUPYTER_METAML_SCREENSHOTS"))
BAR = "panel.content.widgets[1].node.querySelector('.mml-panel [role=progressbar]')"
REACHED = f"Number.parseFloat({BAR}?.getAttribute('aria-valuetext')) >= given[0]"


@pytest.fixture
def nothing_stored(server) -> Iterator[None]:
    """Take away the runs that are stored meanwhile: other tests count those of the same server."""
    yield
    shutil.rmtree(server.notebooks.parent / "home" / "runs")


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_stored")
def test_the_notebook_of_the_readme_ends_with_a_model(open_notebook, panel, lab, keep_picture):
    notebook = open_notebook(CELLS if TAKES_PICTURES else with_seconds(CELLS, 5))
    notebook.run(0)

    notebook.start(1)
    if TAKES_PICTURES:
        panel.get_by_role("option").filter(has_text="Searching").first.click()
        notebook.wait(REACHED, PICTURE_AFTER_S)
    keep_picture(lab.shell, "readme-search-light")
    lab.theme("dark")
    keep_picture(lab.shell, "readme-search-dark")
    notebook.finish()
    notebook.run(2)

    assert notebook.evaluate("type(model).__name__, len(model.predict(new))") == "('Pipeline', 119)"
    assert notebook.outputs(2)[0]["output_type"] == "execute_result"
    lab.command("application:toggle-left-area")  # the report has the whole width
    report = notebook.output(1).locator(".mml")
    keep_picture(report, "readme-report-dark")
    lab.theme("light")
    keep_picture(report, "readme-report-light")
    lab.command("application:toggle-left-area")
