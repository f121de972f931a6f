"""The list of runs in the left sidebar."""

from __future__ import annotations

import json

import pytest
from lab_window import LabNotebook, LabWindow

RUN_ID = "20261127-003000-abcdef"


def store_run(server, run_id=RUN_ID, **fields):
    folder = server.notebooks.parent / "home" / "runs" / run_id
    folder.mkdir(parents=True, exist_ok=True)
    about = {"schema": 1, "state": "done", "kind": "binary", "metric": "ROC AUC", "target": "sold", "score": 0.9}
    (folder / "run.json").write_text(json.dumps({**about, "n_trials": 7, "seconds": 30.0, **fields}))


def sources(notebook):
    return notebook.ask("return panel.content.widgets.map(cell => cell.model.sharedModel.source);")


def row(panel, text):
    return panel.get_by_role("option").filter(has_text=text)


def test_a_run_is_listed_with_its_notebook_and_follows_what_happens(open_loaded, panel):
    notebook = open_loaded()
    notebook.execute("key = open_run(metric='ROC AUC', best='0.9123', n_trials=12, elapsed_s=20.0)")

    group = panel.get_by_role("group", name=notebook.path)
    group.get_by_text("Searching").wait_for()
    assert group.get_by_role("option").inner_text().split("\n") == [
        "Searching",
        "0.9123",
        "town in df",
        "12 trials · ROC AUC · 40 s left",
    ]

    notebook.execute("active.update(key, state='failed', message='Nothing could be fitted.')")

    group.get_by_text("Failed").wait_for()
    assert "Nothing could be fitted." in group.inner_text()


def test_news_arrive_while_a_cell_keeps_the_kernel_busy(open_loaded, panel):
    notebook = open_loaded("go_on = True\nkey = open_run(mode='foreground')\nwhile go_on: time.sleep(0.05)")
    notebook.start(1)

    row(panel, "Searching").wait_for()
    assert notebook.ask("return kernel.status;") == "busy"
    row(panel, "Searching").click()
    panel.get_by_role("button", name="Stop").click()

    notebook.finish()
    assert notebook.outputs(1)[0]["ename"] == "KeyboardInterrupt"


def test_stored_runs_are_listed_and_their_code_is_inserted(open_loaded, panel, lab):
    store_run(lab.server)
    notebook = open_loaded()
    panel.get_by_role("button", name="Refresh").click()

    stored = panel.get_by_role("group", name="Stored runs").get_by_role("option")
    stored.first.wait_for()
    stored.first.click()
    panel.get_by_role("button", name="Insert load cell").click()
    panel.get_by_role("button", name="Insert report cell").click()

    assert sources(notebook)[1:] == [f"%automl_load {RUN_ID} --into model", f"%automl_show {RUN_ID}"]
    assert notebook.outputs(1) == []


def test_stopping_a_background_run_leaves_the_running_cell_alone(open_loaded, panel):
    notebook = open_loaded("for _ in range(30): time.sleep(0.05)\n'whole'")
    notebook.execute("key = open_run()")
    row(panel, "Searching").click()
    notebook.start(1)

    panel.get_by_role("button", name="Stop").click()
    notebook.finish()

    assert notebook.outputs(1)[0]["data"]["text/plain"] == "'whole'"
    row(panel, "Stopping").wait_for()
    assert notebook.evaluate("asked") == "[False]"


def test_the_output_of_a_run_is_found(open_loaded, panel):
    record = {"application/vnd.jupyter-metaml.run+json": {"schema": 1, "run": RUN_ID}, "text/plain": "a report"}
    notebook = open_loaded("1", f"display({record!r}, raw=True)")
    notebook.run(1, 2)
    notebook.ask("panel.content.activeCellIndex = 0;")
    notebook.execute(f"open_run(state='done', run_id='{RUN_ID}')")
    row(panel, "Done").click()

    panel.get_by_role("button", name="Show output").click()

    notebook.wait("panel.content.activeCellIndex === 2")


def test_two_runs_can_be_compared_with_the_keyboard_alone(open_loaded, panel, lab):
    notebook = open_loaded()
    notebook.execute("open_run(state='done', best='0.8', metric='ROC AUC')")
    notebook.execute("open_run(state='stopped', best='0.7', metric='log loss')")
    row(panel, "0.7").wait_for()

    lab.command("jupyter-metaml:show-runs")
    for key in ("Enter", "ArrowDown", "Space", "Tab"):
        lab.page.keyboard.press(key)
    assert lab.page.evaluate("document.activeElement.textContent") == "Compare"
    lab.page.keyboard.press("Enter")

    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_text("cannot be compared").wait_for()
    assert dialog.get_by_role("row", name="Score").inner_text().split("\t") == ["Score", "0.7", "0.8"]
    lab.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible(open_loaded, panel, lab, violations, theme: str):
    notebook = open_loaded()
    lab.theme(theme)
    notebook.execute("open_run(best='0.9', metric='ROC AUC', n_trials=3); open_run(state='failed', message='No.')")
    row(panel, "Failed").click()

    assert violations("#jupyter-metaml-runs") == []
    assert violations(".jp-mml-status") == []


def test_nothing_from_data_is_more_than_a_text(open_loaded, panel, lab):
    hostile = "<img src=x onerror=window.hacked=1><b id=b name=n class=c>"
    notebook = open_loaded()
    notebook.execute(f"open_run(state='failed', target={hostile!r}, table={hostile!r}, message={hostile!r})")
    row(panel, "Failed").click()

    assert "<img src=x" in panel.inner_text()
    assert panel.locator("img, b, [name], [href], [src]").count() == 0
    assert lab.page.evaluate("window.hacked") is None


def test_the_status_bar_says_how_far_the_search_of_this_notebook_is(open_loaded, panel, lab):
    notebook = open_loaded()
    notebook.execute("key = open_run(best='0.912', elapsed_s=26.0)")

    status = lab.page.locator(".jp-mml-status")
    status.get_by_text("AutoML 34 s left, best 0.912").wait_for()
    assert status.get_by_role("button").get_attribute("aria-live") == "off"

    notebook.execute("active.update(key, state='done')")

    status.wait_for(state="hidden")


def test_the_end_of_a_long_run_is_announced(open_loaded, panel, lab):
    notebook = open_loaded()
    notebook.execute("short = open_run(elapsed_s=1.0, target='short'); long = open_run(elapsed_s=61.0, target='long')")
    notebook.execute("active.update(short, state='done'); active.update(long, state='done')")

    lab.page.locator(".jp-toast-message, .Toastify").get_by_text("AutoML, long in df: Done").first.wait_for()
    assert lab.page.get_by_text("AutoML, short in df").count() == 0


def test_two_windows_show_the_same_run_and_either_stops_it(open_loaded, panel, lab):
    notebook = open_loaded()
    notebook.execute("key = open_run()")
    row(panel, "Searching").wait_for()
    context = lab.page.context.browser.new_context()  # a window of its own: pages behind others do not draw
    other = LabWindow(page=context.new_page(), server=lab.server)
    try:
        other.start()
        LabNotebook(window=other, path=notebook.path).show()
        other.command("jupyter-metaml:show-runs")
        second = other.page.locator("#jupyter-metaml-runs")
        row(second, "Searching").click()

        second.get_by_role("button", name="Stop").click()

        row(second, "Stopping").wait_for()
        row(panel, "Stopping").wait_for()
        assert notebook.evaluate("asked") == "[False]"
        assert other.complaints == []
    finally:
        context.close()
        # JupyterLab complains of every message to another window's comm
        lab.complaints[:] = [text for text in lab.complaints if not text.startswith("Comm not found")]


def test_nothing_is_asked_of_other_machines_and_nothing_goes_wrong(lab):
    assert lab.foreign == []
    assert lab.complaints == []
