"""What people type, cell by cell; the rows of group A of the catalogue of faults are named in brackets."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.notebook.active_runs import ActiveRun
from jupyter_metaml.notebook.background_run import BackgroundRun
from jupyter_metaml.notebook.errors import AutoMLError
from jupyter_metaml.notebook.views.bundles import RUN_TYPE


def message(shell, cell: str) -> str:
    """Return the one line that a failing cell shows, and check that nothing else happened."""
    before = set(shell.names)
    error = shell.error(cell)
    assert isinstance(error, AutoMLError), repr(error)
    assert error._render_traceback_() == [f"AutoMLError: {error}"]
    assert set(shell.names) - before <= {"_i", "_ii", "_iii", "_i1"}
    return str(error)


def test_a_cell_searches_and_binds_two_names(shell, fake_fit):
    assert shell.run("%%automl df --target town --time 30 --into best --run search\nseed = 3") is None

    assert shell.names["best"] is fake_fit.run.pipeline
    assert shell.names["search"] is fake_fit.run
    assert (fake_fit.asked["time_budget_s"], fake_fit.asked["random_state"]) == (30.0, 3)


def test_a_cell_without_a_body_is_fine(shell, fake_fit):
    shell.run("%%automl df --target town")

    assert "model" in shell.names


def test_a_line_returns_the_run(shell, fake_fit):
    shell.run("found = %automl df --target town")

    assert shell.names["found"] is fake_fit.run is shell.names["run"]


def test_a_table_can_be_made_in_the_body(shell, fake_fit):
    shell.run("%%automl --target town\ndata = df[df.rooms > 2]")

    assert len(fake_fit.asked["data"]) == 2


def test_one_setting_keeps_all_runs_out_of_the_past(shell, fake_fit):
    shell.run("%config AutoMLMagics.remember = False")

    shell.run("%%automl df --target town")

    assert fake_fit.asked["remember"] is False


def test_settings_of_config_count_and_can_be_taken_back(shell, fake_fit):
    shell.run("%config AutoMLMagics.time = '2m'")
    shell.run("%%automl df --target town")
    assert fake_fit.asked["time_budget_s"] == 120.0

    shell.run("%config AutoMLMagics.time = None")
    shell.run("%%automl df --target town")
    assert fake_fit.asked["time_budget_s"] == 60.0


@pytest.mark.parametrize("cell", ["%%automl", "%automl", "%automl_profile", "%automl_suggest", "%%automl\n\n"])
def test_nothing_typed_shows_three_lines_of_usage(shell, cell: str):  # [A1]
    lines = message(shell, cell).splitlines()

    assert len(lines) == 3
    assert lines[1].startswith("Example: %")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%automl df --tme 60", "Did you mean '--time'?"),  # [A2]
        ("%automl dff --target town", "Did you mean 'df'? DataFrames in this notebook: 'df'."),  # [A3]
        ("%automl number --target town", "'number' is of type int, not a table."),  # [A4]
        ("%automl nothing --target town", "'nothing' is None, not a table."),  # [A4]
        ("%automl df --target Town", "Did you mean 'town'?"),  # [A5]
        ("%automl df --target 'town '", "'town ' is not a column of the table. Did you mean 'town'?"),  # [A5]
        ("%automl df --target town --target rooms", "--target is given twice."),  # [A6]
        ("%automl df --target town --ignore town", "--target and --ignore both name column 'town'."),  # [A6]
        ("%automl df --target town --groups town", "--target and --groups both name column 'town'."),  # [A6]
        ("%automl df --target town --time 0", "at most 7 days"),  # [A7]
        ("%automl df --target town --time -3", "at most 7 days"),  # [A7]
        ("%automl df --target town --time nan", "at most 7 days"),  # [A7]
        ("%automl df --target town --time 1e12", "at most 7 days"),  # [A7]
        ("%%automl df --tme 3\ntime = 1 / 0", "--tme"),  # [A10]
        ("%%automl df\ntime = (", "Line 2: 'time = (' is not Python"),  # [A10]
        ("%automl df --target town --into class", "it is a keyword of Python"),  # [A13]
        ("%automl df --target town --into print", "it is a name of Python or IPython itself"),  # [A13]
        ("%automl df --target town --into 1st", "it is not a Python name"),  # [A13]
        ("%automl df --target town --into _x", "private"),  # [A13]
        ("%automl df --target town --into pd", "it stands for a module"),  # [A13]
        ("%automl df --target town --into x --run x", "Give two names."),  # [A13]
        ("%automl df", "No target is named."),
    ],
)
def test_mistakes_are_one_line_and_nothing_starts(shell, fake_fit, cell: str, says: str):
    shell.names.update(number=3, nothing=None, pd=pd)

    line = message(shell, cell)

    assert says in line
    assert "\n" not in line
    assert fake_fit.asked == {}
    assert shell.shown == []


@pytest.mark.parametrize(("typed", "seconds"), [("'10 minutes'", 600.0), ("00:10:00", 600.0), ("1h30m", 5400.0)])
def test_durations_are_read_as_people_write_them(shell, fake_fit, typed: str, seconds: float):  # [A7]
    shell.run(f"%automl df --target town --time {typed}")

    assert fake_fit.asked["time_budget_s"] == seconds


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%automl homes --target town --task regression --time 5", "regression"),  # [A8]
        ("%automl homes --target price --task classification --time 5", "distinct values"),  # [A8]
        ("%automl homes --target town --metric rmse --time 5", "roc_auc"),  # [A9]
        ("%automl homes --target town --metric 'lambda y, p: 1' --time 5", "roc_auc"),  # [A9]
        ("%automl homes --target town --models nothing --time 5", "nothing"),
        ("%automl homes --target town --treat rooms=folded --time 5", "folded"),
    ],
)
def test_questions_that_do_not_fit_the_table_are_one_line(shell, cell: str, says: str):
    shell.names["homes"] = pd.DataFrame(
        {"price": [place * 1.01 for place in range(3_000)], "rooms": [1, 2, 3] * 1_000, "town": list("ab") * 1_500}
    )

    line = message(shell, f"{cell} --runs-dir /nonexistent/never-made")

    assert says in line
    assert "\n" not in line


def test_an_error_in_the_users_own_code_stays_the_users_own(shell, fake_fit):  # [A10]
    error = shell.error("%%automl df --target town\ntime = 1 / 0")

    assert isinstance(error, ZeroDivisionError)
    assert error.__notes__ == ["Line 2 of the cell: time = 1 / 0"]
    assert fake_fit.asked == {}


@pytest.mark.parametrize(
    "name", ["net price", "größe", "🦊", "a=b", "# rooms", "it's", "price_{usd}", "$total", "{1+1}"]
)
def test_odd_names_reach_the_search_as_they_are(shell, fake_fit, name: str):  # [A11] [A12]
    shell.names["odd"] = pd.DataFrame({name: [1, 2], "other": [3, 4]})

    shell.run(f'%automl odd --target "{name}"')

    assert fake_fit.asked["target"] == name


def test_nothing_in_braces_is_evaluated(shell, fake_fit):  # [A12] [F10]
    touched: list[int] = []
    shell.names.update(touched=touched, usd="rooms")

    assert "{touched.append(1)}" in message(shell, "%automl df --target {touched.append(1)}")
    shell.run("%automl df --target {usd}")

    assert touched == []
    assert fake_fit.asked["target"] == "rooms"


def test_what_is_there_is_kept_unless_forced(shell, fake_fit):  # [A13]
    shell.names["model"] = "mine"
    shell.run("%automl df --target town")
    assert shell.names["model"] == "mine"
    assert shell.names["model_2"] is fake_fit.run.pipeline
    assert "the model is model_2" in shell.bundles()[-1]["text/plain"]

    shell.run("%automl df --target town --overwrite")
    assert shell.names["model"] is fake_fit.run.pipeline


def test_earlier_results_are_replaced_silently(shell, fake_fit):  # [A13]
    shell.run("%automl df --target town")
    shell.run("%automl df --target town")

    assert "model_2" not in shell.names
    assert "already stands" not in shell.bundles()[-1]["text/plain"]


def test_inside_a_function_its_variables_are_seen(shell, fake_fit):  # [A14]
    shell.run("def search(local):\n    return get_ipython().run_line_magic('automl', 'local --target rooms')")
    shell.run("found = search(df.head(3))")

    assert len(fake_fit.asked["data"]) == 3
    assert shell.names["found"] is fake_fit.run


def test_cells_can_be_run_from_code(shell, fake_fit):  # [A14]
    shell.run("get_ipython().run_cell_magic('automl', 'df --target town', 'seed = 2')")

    assert fake_fit.asked["random_state"] == 2


def test_a_search_from_inside_a_search_is_refused_with_the_name_of_the_first(shell, fake_fit):  # [A16]
    refused: list[str] = []

    def second() -> None:
        with pytest.raises(AutoMLError) as caught:
            shell.ip.run_line_magic("automl", "other --target rooms")
        refused.append(str(caught.value))

    shell.names["other"] = shell.names["df"]
    fake_fit.meanwhile = second
    shell.run("%automl df --target town")

    assert len(refused) == 1
    assert refused[0].startswith("A search on 'df' is still running here")


def test_a_search_waits_for_one_in_another_thread(shell, fake_fit):  # [A16]
    started, go_on = threading.Event(), threading.Event()
    states: list[str] = []

    def hold() -> None:
        started.set()
        go_on.wait(10)

    def hear(run: ActiveRun) -> None:
        states.append(f"{run.key} {run.state}")
        if run.state == "queued":
            go_on.set()

    fake_fit.meanwhile = hold
    shell.session.active.subscribe(hear)
    first = threading.Thread(target=shell.ip.run_line_magic, args=("automl", "df --target town --display none"))
    first.start()
    started.wait(10)
    shell.run("%automl df --target town --into m --run r")
    first.join()

    assert states.index("2 queued") < states.index("1 done") < states.index("2 checking") < states.index("2 done")


def test_in_the_background_the_names_are_bound_when_it_is_done(shell, fake_fit, go_on):
    assert shell.run("%%automl df --target town --background") is None
    handle = shell.names["run"]

    assert (type(handle), handle.has_ended, "model" in shell.names) == (BackgroundRun, False, False)
    go_on.set()
    assert handle.result() is fake_fit.run
    assert shell.names["model"] is fake_fit.run.pipeline
    assert shell.names["run"] is handle


def test_a_line_in_the_background_returns_the_handle(shell, fake_fit, go_on):
    shell.run("mine = %automl df --target town --background")
    go_on.set()

    assert shell.names["mine"] is shell.names["run"]
    assert shell.names["mine"].wait()


def test_names_that_are_promised_are_not_given_twice(shell, fake_fit, go_on):
    shell.run("%automl df --target town --background")
    shell.run("%automl df --target rooms --background")
    go_on.set()
    shell.run("%automl_wait")

    assert {"model", "run", "model_2", "run_2"} <= set(shell.names)
    assert "model is promised to another search; the model is model_2." in shell.bundles()[1]["text/plain"]


def test_where_nobody_watches_the_background_is_the_foreground(shell, fake_fit):
    shell.ip.kernel = SimpleNamespace(_allow_stdin=False)
    shell.run("%automl df --target town --background")

    assert shell.names["run"] is fake_fit.run
    assert "Nobody watches here" in shell.bundles()[0]["text/plain"]


def test_resuming_another_run_shows_what_is_different(shell, fake_fit):  # [A17]
    fake_fit.raises = DataError("Run x asked something else: target 'rooms', here 'town'.")

    assert "target 'rooms', here 'town'" in message(shell, "%automl df --target town --resume x --display none")


def test_a_megabyte_of_arguments_is_answered_at_once(shell, fake_fit):  # [A18]
    started = time.process_time()
    line = message(shell, "%automl df --target town --ignore " + ",".join(f"column{n}" for n in range(100_000)))

    assert time.process_time() - started < 10.0
    assert len(line) < 1_000


def test_ten_thousand_columns_can_be_ignored(shell, fake_fit):  # [A18]
    names = [f"column {number}" for number in range(10_000)]
    shell.names["wide"] = pd.DataFrame([range(10_001)], columns=[*names, "y"])

    shell.run("%automl wide --target y --ignore " + ",".join(f'"{name}"' for name in names))

    assert len(fake_fit.asked["ignore"]) == 10_000


def test_debug_shows_the_original(shell):
    assert not isinstance(shell.error("%automl dff --target town --debug"), AutoMLError)
    assert not isinstance(shell.error("%%automl dff --target town\ndebug = True"), AutoMLError)
    assert not isinstance(shell.error("%automl df --target town --tme 3 --traceback"), AutoMLError)


def test_an_interrupt_without_a_model_is_a_short_error(shell, fake_fit):
    fake_fit.raises = KeyboardInterrupt()

    assert "Interrupted before there was a first model" in message(shell, "%automl df --target town --display none")


def test_an_interrupted_search_with_a_model_is_a_success(shell, fake_fit, make_run):
    fake_fit.run = make_run("plain", state="stopped", stop_reason="interrupt")
    shell.run("%automl df --target town --display html")

    assert shell.bundles()[-1][RUN_TYPE]["state"] == "stopped"
    assert "model" in shell.names


def test_help_is_shown_and_nothing_is_run(shell, fake_fit, capsys: pytest.CaptureFixture[str]):
    shell.run("%automl df --target town --help")

    assert "--target, -t COL" in shell.bundles()[0]["text/plain"]
    assert fake_fit.asked == {}


def test_a_question_mark_shows_the_help(shell):
    assert "--target, -t COL" in shell.ip.find_line_magic("automl").__doc__
    assert "--into NAME" in shell.ip.find_line_magic("automl_load").__doc__


@pytest.mark.parametrize("value", ["none", "text", "html"])
def test_the_environment_decides_what_is_shown(shell, fake_fit, monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("JUPYTER_METAML_DISPLAY", value)
    shell.run("%automl df --target town")

    kinds = {kind for bundle in shell.bundles() for kind in bundle}
    assert ("text/html" in kinds) == (value == "html")
    assert bool(kinds) == (value != "none")


def test_config_decides_what_is_shown(shell, fake_fit):
    shell.run("%config AutoMLMagics.display = 'none'")
    shell.run("%automl df --target town")

    assert shell.shown == []
