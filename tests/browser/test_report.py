"""What stays in the notebook: a page that runs no script shows all of it (fault row F16)."""

from __future__ import annotations

import nbformat
import pytest
import scenes
from nbconvert import HTMLExporter

import jupyter_metaml as mm
from jupyter_metaml.automl import headline
from jupyter_metaml.notebook.views.bundles import RUN_TYPE
from jupyter_metaml.notebook.views.report_view import report_html


@pytest.fixture(scope="module")
def report() -> str:
    """Return the report of a small search."""
    run = mm.fit(
        scenes.customers(),
        target="churned",
        time_budget_s=30,
        max_trials=3,
        executor="inline",
        random_state=0,
        meta="off",
        remember=False,
        save_run=False,
    )
    return str(report_html(run.report(), headline=headline(run.report()), names={"model": "model", "run": "run"}))


@pytest.mark.parametrize("theme", ["light", "dark", "lab-dark"])
def test_the_report_can_be_read_by_everybody(show_output, report, keep_picture, theme):
    shown = show_output(report, theme)
    shown.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")

    assert shown.violations() == []
    assert shown.requests == []
    keep_picture(shown.page.locator("body"), f"report-{theme}")


def test_the_report_survives_a_conversion_without_a_network(open_page, report):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("%%automl df --target churned")])
    data = {"text/plain": "AutoML", "text/html": report, RUN_TYPE: {"schema": 1}}
    made.cells[0].outputs = [nbformat.v4.new_output("display_data", data=data)]
    html, _ = HTMLExporter().from_notebook_node(made)

    shown = open_page(html, {}, theme="light")

    assert shown.page.get_by_role("table", name="Leaderboard").is_visible()
    assert shown.page.get_by_text("model.predict(df)").is_visible()
    assert shown.page.get_by_role("img", name="Best ROC AUC so far").is_visible()


def test_the_report_needs_no_script(show_output, report):
    shown = show_output(report, java_script_enabled=False)
    text = shown.page.locator(".mml").inner_text()

    assert "Predicts 'churned'" in text
    assert "model.predict(df)" in text
    assert "Leaderboard" in text
    shown.page.get_by_text("Question and splits").click()
    assert shown.page.get_by_text("ROC AUC (roc_auc)").is_visible()
    assert shown.requests == []
