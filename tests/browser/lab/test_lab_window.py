"""The ground that the other tests in JupyterLab stand on."""

from __future__ import annotations

from pathlib import Path


def test_a_cell_runs_and_its_output_can_be_read(open_notebook):
    notebook = open_notebook(["x = 6", "x * 7"])

    notebook.run(0, 1)

    assert notebook.outputs(1)[0]["data"]["text/plain"] == "42"
    assert notebook.output(1).inner_text().strip().endswith("42")
    assert notebook.evaluate("x + 1") == "7"
    assert notebook.evaluate("unknown").startswith("NameError")


def test_kernels_import_this_copy_of_the_package(open_notebook):
    notebook = open_notebook([])

    assert notebook.execute("import jupyter_metaml") == "ok"
    assert notebook.evaluate("jupyter_metaml.__file__") == repr(str(_package() / "__init__.py"))


def test_a_notebook_is_as_it_was_after_the_page_was_loaded_again(open_notebook, lab):
    notebook = open_notebook(["x = 1; x"])
    notebook.run(0)
    notebook.save()

    lab.load()
    notebook.show()

    assert notebook.outputs(0)[0]["data"]["text/plain"] == "1"
    assert notebook.evaluate("x") == "1"


def test_the_theme_can_be_switched(open_notebook, lab):
    lab.theme("dark")

    assert lab.page.locator("body").get_attribute("data-jp-theme-light") == "false"


def test_nothing_is_asked_of_other_machines_and_nothing_goes_wrong(lab):
    assert lab.foreign == []
    assert lab.complaints == []


def _package() -> Path:
    return Path(__file__).parents[3] / "jupyter_metaml"
