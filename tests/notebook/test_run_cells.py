from __future__ import annotations

import pytest

from jupyter_metaml.notebook import run_cells
from jupyter_metaml.notebook.errors import AutoMLError
from jupyter_metaml.notebook.views.bundles import RUN_TYPE


@pytest.fixture
def stored(shell, make_run, monkeypatch: pytest.MonkeyPatch):
    """Put one run into the store."""
    run = make_run("stored run")
    monkeypatch.setattr(
        run_cells, "load_run", lambda name, runs_dir=None: run if name == "20261123" else pytest.fail(name)
    )
    shell.stored = run
    return shell


def test_a_stored_pipeline_comes_back(stored):
    stored.run("%automl_load 20261123 --into back")

    assert stored.names["back"] is stored.stored.pipeline
    assert stored.bundles()[0]["text/plain"].startswith("back is ready.")


def test_loading_does_not_overwrite_what_is_not_ours(stored):
    stored.names["back"] = 3
    stored.run("%automl_load 20261123 --into back")

    assert stored.names["back"] == 3
    assert stored.names["back_2"] is stored.stored.pipeline


def test_loading_again_overwrites_silently(stored):
    stored.run("%automl_load 20261123 --into back")
    stored.run("%automl_load 20261123 --into back")

    assert "back_2" not in stored.names


def test_a_run_is_shown_by_name_by_id_and_by_being_the_last(stored):
    stored.names["mine"] = stored.stored
    stored.run("%automl_show mine")
    stored.run("%automl_load 20261123")
    stored.run("%automl_show")

    assert stored.bundles()[0] == stored.bundles()[2]


def test_a_report_is_shown_again_as_html(stored):
    stored.run("%automl_show 20261123 --display html")

    assert "<caption>Leaderboard</caption>" in stored.bundles()[0]["text/html"]
    assert stored.bundles()[0][RUN_TYPE]["state"] == "done"


def test_without_a_run_the_message_says_what_to_name(shell):
    error = shell.error("%automl_show")

    assert isinstance(error, AutoMLError)
    assert "no run in this kernel yet" in str(error)


def test_an_unknown_run_is_one_line(shell):
    assert "There is no run named 'nope'" in str(shell.error("%automl_load nope"))


def test_an_empty_store_is_listed(shell, tmp_path):
    shell.run(f"%automl_runs --runs-dir '{tmp_path}/none'")

    assert "No run is stored yet" in shell.bundles()[0]["text/plain"]
