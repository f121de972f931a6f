"""The Stop button of the live panel, bridged to the kernel; and how the extension finds a kernel again."""

from __future__ import annotations

import pytest

LIVE = """
display(HTML("<div class='mml mml-panel'>a panel</div>"))
key = open_run(mode="foreground")
try:
    while True:
        time.sleep(0.05)
except KeyboardInterrupt:
    active.update(key, state="stopped")
"""
PRESS = """
const root = panel.content.widgets[given[0]].node.querySelector(".mml-panel");
const about = { bubbles: true, cancelable: true, composed: true, detail: { mode: given[1] } };
return !root.dispatchEvent(new CustomEvent("jupyter-metaml:stop", about));
"""
BUSY = "display(HTML(\"<div class='mml mml-panel'>left over</div>\"))\nfor _ in range(20): time.sleep(0.05)\n'whole'"


def press(notebook, cell: int, mode: str) -> bool:
    """Press the button of a panel; return whether somebody has answered."""
    return notebook.ask(PRESS, cell, mode)


def test_stop_ends_the_run_that_keeps_its_kernel_busy(open_loaded):
    notebook = open_loaded(LIVE)
    notebook.start(1)
    notebook.output(1).get_by_text("a panel").wait_for()

    assert press(notebook, 1, "foreground")

    notebook.finish()
    assert notebook.evaluate("active.all()[0].state") == "'stopped'"


def test_the_command_stops_it_too(open_loaded, lab):
    notebook = open_loaded(LIVE)
    notebook.start(1)
    lab.page.locator(".jp-mml-status").get_by_text("AutoML").wait_for()

    lab.command("jupyter-metaml:stop")

    notebook.finish()
    assert notebook.evaluate("active.all()[0].state") == "'stopped'"


@pytest.mark.parametrize("mode", ["foreground", "background"])
def test_a_panel_without_a_run_in_the_foreground_interrupts_no_cell(open_loaded, mode: str):
    notebook = open_loaded(BUSY)
    notebook.start(1)
    notebook.output(1).get_by_text("left over").wait_for()

    assert not press(notebook, 1, mode)

    notebook.finish()
    assert notebook.outputs(1)[-1]["data"]["text/plain"] == "'whole'"


def test_a_kernel_is_found_again_after_the_page_was_loaded_anew(open_loaded, lab):
    notebook = open_loaded()
    notebook.execute("open_run(target='found again')")
    notebook.save()

    lab.load()
    notebook.show()
    lab.command("jupyter-metaml:show-runs")

    lab.page.locator("#jupyter-metaml-runs").get_by_text("found again").wait_for()


def test_runs_go_with_their_kernel_and_with_the_magics(open_loaded, lab, panel):
    notebook = open_loaded()
    option = panel.get_by_role("group", name=notebook.path).get_by_role("option")
    for end in (notebook.restart, lambda: notebook.execute("%unload_ext jupyter_metaml")):
        notebook.run(0)
        notebook.execute("open_run()")
        option.wait_for()

        end()

        option.wait_for(state="detached")


def test_a_kernel_without_the_magics_is_sent_nothing(open_notebook, panel, lab):
    notebook = open_notebook(["x = 1"])
    notebook.run(0)
    panel.get_by_role("button", name="Refresh").click()

    assert notebook.evaluate("x") == "1"
    log = (lab.server.notebooks.parent / "server.log").read_text(encoding="utf-8")
    assert "No such comm" not in log


def test_nothing_is_asked_of_other_machines_and_nothing_goes_wrong(lab):
    assert lab.foreign == []
    assert lab.complaints == []
