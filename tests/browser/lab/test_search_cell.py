"""A search in a cell of JupyterLab, as a person sees it: live, stopped, settled, and after everything was reloaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from hostile_texts import HOSTILE
from lab_window import LabNotebook, LabWindow

from jupyter_metaml.notebook.panel.view import WIDGET_TYPE
from jupyter_metaml.notebook.views.bundles import RUN_TYPE

TABLE = """%load_ext jupyter_metaml
from sklearn.datasets import load_breast_cancer
df = load_breast_cancer(as_frame=True).frame"""
LONG = "%%automl df --target target --time 10m --jobs 1 --seed 0"
SHORT = "%%automl df --target target --trials 2 --jobs 1 --seed 0"
SHOW = "%automl_show"
# Every column is named by one of the texts, its cells hold it, and two of them are the classes.  Columns of pandas take
# no lone surrogates.
HOSTILE_TABLE = f"""import numpy as np
import pandas as pd
texts = {[text for name, text in HOSTILE.items() if name != "surrogate"]!r}
rng = np.random.default_rng(0)
hostile = pd.DataFrame({{text: rng.choice([text, "plain", str(place)], 200) for place, text in enumerate(texts)}})
hostile["y"] = rng.choice(texts[:2], 200)"""
HOSTILE_SEARCH = "%%automl hostile --target y --trials 2 --jobs 1 --seed 0"


@pytest.fixture(scope="module")
def notebook(lab: LabWindow) -> Iterator[LabNotebook]:
    """Open a notebook with a real table; each test runs cells of its own, the first has been run."""
    opened = lab.open([TABLE, LONG, LONG, SHORT, SHOW, SHORT])
    opened.run(0)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _leave_in_order(lab: LabWindow, notebook: LabNotebook) -> Iterator[None]:
    yield
    notebook.rest()
    lab.theme("light")


def panel_of(notebook: LabNotebook, cell: int) -> Any:
    """Return the live panel of a cell once it is there."""
    panel = notebook.output(cell).locator(".mml-panel")
    panel.wait_for()
    return panel


def seconds_used(panel: Any) -> float:
    text = panel.get_by_role("progressbar").get_attribute("aria-valuetext")
    return float(re.match(r"[\d.]+", text).group())


def wait_for_a_result(panel: Any) -> None:
    panel.locator(".mml-leaders tbody tr:not(.mml-vacant)").first.wait_for()


def test_numbers_move_while_the_cell_runs_and_stop_ends_it_with_a_model(notebook, lab, keep_picture):
    notebook.start(1)
    panel = panel_of(notebook, 1)
    keep_picture(notebook.output(1), "lab-first-light")
    before = seconds_used(panel)
    wait_for_a_result(panel)
    assert seconds_used(panel) > before
    assert panel.get_by_text(re.compile("[1-9] trials? done")).is_visible()
    keep_picture(lab.shell, "lab-searching-light")
    lab.theme("dark")
    keep_picture(lab.shell, "lab-searching-dark")

    panel.get_by_role("button", name="Stop", exact=True).click()
    notebook.finish()

    assert [output["output_type"] for output in notebook.outputs(1)] == ["display_data"]
    bundle = notebook.outputs(1)[0]["data"]
    assert set(bundle) == {"text/plain", "text/html", RUN_TYPE}
    assert bundle[RUN_TYPE]["state"] == "stopped"
    assert notebook.evaluate("type(model).__name__, run.report().state") == "('Pipeline', 'stopped')"
    keep_picture(notebook.output(1), "lab-stopped-dark")


def test_stop_after_this_trial_lets_it_end(notebook, lab, keep_picture):
    notebook.start(2)
    panel = panel_of(notebook, 2)
    wait_for_a_result(panel)

    panel.get_by_role("button", name="Stop after this trial").click()
    keep_picture(notebook.output(2), "lab-stopping-light")
    notebook.finish()

    assert notebook.outputs(2)[0]["data"][RUN_TYPE]["state"] == "stopped"
    assert notebook.evaluate("set(run.leaderboard['status'])") == "{'done'}"


def test_what_stays_outlives_the_kernel_and_the_page(notebook, lab, keep_picture):
    notebook.run(3)
    before = notebook.output(3).locator(".mml").inner_text()
    assert "model and run are ready" in before
    assert WIDGET_TYPE not in notebook.outputs(3)[0]["data"]
    notebook.save()

    notebook.restart()
    lab.load()
    notebook.show()

    assert notebook.output(3).locator(".mml").inner_text() == before
    assert notebook.file.read_text(encoding="utf-8").count("application/vnd.jupyter.widget") == 0
    keep_picture(notebook.output(3), "lab-report-light")
    lab.theme("dark")
    keep_picture(notebook.output(3), "lab-report-dark")
    notebook.run(0)


def test_after_a_page_was_loaded_again_during_a_search_the_report_can_be_had(notebook, lab, keep_picture):
    notebook.save()
    notebook.start(5)
    panel_of(notebook, 5)

    lab.load()
    notebook.show()
    notebook.run(4)

    assert "model and run are ready" not in notebook.output(4).inner_text()
    assert notebook.outputs(4)[0]["data"][RUN_TYPE]["state"] == "done"
    assert notebook.output(4).get_by_role("table", name="Leaderboard").is_visible()


def test_a_notebook_that_is_not_trusted_shows_the_report(notebook, lab, keep_picture):
    """Fault row F16."""
    made = nbformat.read(notebook.file, as_version=4)
    for cell in made.cells:
        cell.metadata.pop("trusted", None)
    other = lab.open_made(made)
    try:
        assert other.ask("return panel.content.widgets[3].model.trusted;") is False
        shown = other.output(3)
        assert "Predicts 'target' with ROC AUC" in shown.inner_text()
        assert shown.get_by_role("table", name="Leaderboard").is_visible()
        keep_picture(shown, "lab-untrusted-light")
    finally:
        other.close()


def test_a_table_of_hostile_texts_stays_a_table_of_texts(lab):
    """Fault rows F1 and F2: live, settled, and read again from the file."""
    opened = lab.open(["%load_ext jupyter_metaml", HOSTILE_TABLE, HOSTILE_SEARCH, "%automl_profile hostile"])
    dialogs: list[str] = []
    lab.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    try:
        opened.run(0, 1)
        opened.start(2)
        panel_of(opened, 2).get_by_text("img src=x").first.wait_for()
        opened.finish()
        opened.run(3)
        opened.save()
        opened.show()

        for cell in (2, 3):
            shown = opened.output(cell)
            assert "<img src=x onerror=alert(1)>" in shown.text_content()
            assert shown.locator("img, a, form, iframe, script, math, [name], [onmouseover]").count() == 0
        assert "model and run are ready" in opened.output(2).inner_text()
        assert dialogs == []
        assert lab.page.evaluate("typeof jupyterapp.commands") == "object"
    finally:
        opened.close()


def test_nothing_was_asked_of_other_machines_and_nothing_went_wrong(lab):
    assert lab.foreign == []
    assert lab.complaints == []
