from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.notebook.completion import complete
from jupyter_metaml.notebook.errors import AutoMLError

START = "%automl df --target town --background --display text"


def last(shell) -> str:
    return shell.shown[-1]["data"]["text/plain"]


def test_stopping_waits_for_the_names(shell, fake_fit, go_on):
    shell.run(START)
    go_on.set()
    shell.run("%automl_stop run --display text")

    assert last(shell).endswith("model and run are ready.")
    assert shell.names["model"] is fake_fit.run.pipeline


def test_stopping_after_the_trial_does_not_wait(shell, fake_fit, go_on):
    shell.run(START)
    shell.run("%automl_stop --after-trial --display text")

    assert last(shell) == "df: stopping. %automl_wait waits for the end."
    assert fake_fit.asked["stop"].winding_down
    assert not fake_fit.asked["stop"].requested


def test_of_several_one_has_to_be_named(shell, fake_fit, go_on):
    shell.run(START)
    shell.run(START)

    error = shell.error("%automl_stop")
    shell.run("%automl_stop 2 --display text")

    assert isinstance(error, AutoMLError)
    assert "Name one: 1 (run, " in str(error)
    assert "2 (run_2, queued)." in str(error)
    assert last(shell).startswith("df: stopped.")


@pytest.mark.parametrize("line", ["%automl_stop", "%automl_stop nothing", "%automl_wait nothing"])
def test_where_nothing_runs_it_says_so(shell, line):
    assert "Those that have not ended: none." in str(shell.error(line))


def test_waiting_for_nothing_is_no_error(shell):
    shell.run("%automl_wait --display text")

    assert last(shell) == "No search runs in the background."


def test_waiting_without_a_name_waits_for_all(shell, fake_fit, go_on):
    shell.run(START)
    shell.run(START)
    go_on.set()
    shell.run("%automl_wait --display text")

    assert [line.partition(".")[0] for line in last(shell).splitlines()] == ["df: done", "df: done"]


def test_an_error_is_raised_where_it_is_waited_for(shell, fake_fit, go_on):
    fake_fit.raises = DataError("no rows")
    shell.run(START)
    go_on.set()

    assert str(shell.error("%automl_wait run")) == "no rows"


@pytest.mark.parametrize("name", ["", "run", "1", "plain"])
def test_the_view_of_one_that_goes_on_comes_again_and_settles_too(shell, fake_fit, go_on, name):
    shell.run("%automl df --target town --background --display html")
    while not shell.names["run"].about.run_id:
        pass
    shell.run(f"%automl_show {name}")
    places = [(output.get("transient") or {}).get("display_id") for output in shell.shown]
    first = [place for place, output in zip(places, shell.shown, strict=True) if not output.get("update")]

    assert len(first) == 2
    assert first[0] == first[1]


def test_after_the_end_the_report_is_shown(shell, fake_fit):
    shell.run(START)
    shell.names["run"].wait()
    shell.run("%automl_show run --display text")

    assert "AUC" in last(shell) or "plain" in last(shell)
    assert "has not ended" not in last(shell)


def test_what_has_not_ended_cannot_be_loaded(shell, fake_fit, go_on):
    shell.run(START)

    assert "has not ended. Wait for it: %automl_wait 1." in str(shell.error("%automl_load run --into other"))


def test_the_list_of_runs_names_what_goes_on(shell, fake_fit, go_on, tmp_path):
    shell.run(START)
    shell.run(f"%automl_runs --runs-dir {tmp_path} --display text")

    assert last(shell).startswith("Runs of this kernel:\n  1  ")
    assert "model, run" in last(shell)


def test_tab_offers_what_goes_on(shell, fake_fit, go_on):
    shell.run(START)
    before = complete("%automl_stop ", 0, 13, shell.names)
    go_on.set()
    shell.names["run"].wait()

    assert before.words == ("run",)
    assert complete("%automl_stop ", 0, 13, shell.names).words == ()
    assert complete("%automl_show ", 0, 13, shell.names).words == ("run",)
