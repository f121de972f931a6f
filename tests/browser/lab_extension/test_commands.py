"""Commands that write cells: they are inserted for the person to run, and never run by themselves."""

from __future__ import annotations

import pytest


def execute(lab, command: str) -> None:
    """Begin a command that may wait in a dialog."""
    lab.page.evaluate("(name) => { jupyterapp.commands.execute(name); }", command)


def sources(notebook):
    return notebook.ask("return panel.content.widgets.map(cell => cell.model.sharedModel.source);")


def counts(notebook):
    return notebook.ask("return panel.content.widgets.map(cell => cell.model.executionCount);")


@pytest.mark.parametrize(
    ("column", "line"),
    [("net price", "target = 'net price'"), ("it's <b>", 'target = "it\'s <b>"')],
)
def test_the_dialog_inserts_the_cell_and_runs_nothing(open_loaded, lab, column: str, line: str):
    notebook = open_loaded()
    execute(lab, "jupyter-metaml:choose-frame")
    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_label("DataFrame").select_option("df")
    dialog.get_by_label("Column to predict").select_option(column)
    dialog.get_by_label("Seconds to search").fill("7")

    dialog.get_by_role("button", name="Insert cell").click()
    dialog.wait_for(state="detached")

    assert sources(notebook)[1] == f"%%automl df\n{line}\ntime = 7\n"
    assert counts(notebook) == [1, None]
    assert notebook.evaluate("len(active.all())") == "0"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dialog_is_accessible_and_can_be_left_with_the_keyboard(open_loaded, lab, violations, theme: str):
    notebook = open_loaded()
    lab.theme(theme)
    execute(lab, "jupyter-metaml:choose-frame")
    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_label("DataFrame").wait_for()

    assert violations(".jp-mml-form") == []
    assert lab.page.evaluate("document.activeElement.tagName") == "SELECT"
    lab.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert len(sources(notebook)) == 1


def test_a_notebook_without_the_magics_is_told_what_to_run(open_notebook, lab):
    notebook = open_notebook(["x = 1"])
    execute(lab, "jupyter-metaml:choose-frame")
    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_text("jupyter_metaml is not loaded in this notebook").wait_for()

    dialog.get_by_role("button", name="Insert that cell").click()
    dialog.wait_for(state="detached")

    assert sources(notebook) == ["x = 1", "%load_ext jupyter_metaml"]


def test_a_notebook_without_tables_is_told_so(open_loaded, lab):
    notebook = open_loaded()
    notebook.execute("del df")

    execute(lab, "jupyter-metaml:choose-frame")

    lab.page.get_by_role("dialog").get_by_text("There is no DataFrame").wait_for()
    lab.page.keyboard.press("Escape")


def test_a_new_cell_is_a_template(open_loaded, lab):
    notebook = open_loaded()

    lab.command("jupyter-metaml:new-cell")

    assert sources(notebook)[1] == "%%automl df --target y --time 60 --into model --run run\n"
    assert counts(notebook) == [1, None]


def test_the_commands_are_in_the_run_menu_and_the_menu_of_cells(open_loaded, lab):
    open_loaded()

    lab.page.get_by_role("menuitem", name="Run", exact=True).click()
    lab.page.locator(".lm-Menu").get_by_text("Run AutoML on DataFrame").wait_for()
    lab.page.keyboard.press("Escape")
    lab.page.locator(".jp-Cell").first.click(button="right")
    lab.page.locator(".lm-Menu").get_by_text("New %%automl Cell").wait_for()
    lab.page.keyboard.press("Escape")


def set_toolbar_button(notebook, lab, wanted: bool) -> None:
    """Change the setting on the server, and load the page and the notebook again."""
    change = "async (wanted) => { await jupyterapp.serviceManager.settings.save('jupyter-metaml:plugin', wanted); }"
    lab.page.evaluate(change, '{"toolbarButton": true}' if wanted else "{}")
    lab.load()
    notebook.show()


def test_the_button_in_the_toolbar_is_there_for_who_asks_for_it(open_loaded, lab):
    notebook = open_loaded()
    button = lab.page.locator(".jp-NotebookPanel-toolbar [data-jp-item-name='jupyter-metaml'] jp-button")
    button.wait_for(state="hidden")
    set_toolbar_button(notebook, lab, True)
    try:
        button.click()

        lab.page.get_by_role("dialog").get_by_label("DataFrame").wait_for()
        lab.page.keyboard.press("Escape")
    finally:
        set_toolbar_button(notebook, lab, False)


def test_nothing_is_asked_of_other_machines_and_nothing_goes_wrong(lab):
    assert lab.foreign == []
    assert lab.complaints == []
