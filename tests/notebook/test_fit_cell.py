from __future__ import annotations

from typing import Any

import pytest

from jupyter_metaml.exceptions import DataError, StorageError
from jupyter_metaml.notebook import fit_cell
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.asking import ask
from jupyter_metaml.notebook.names import NamePlan
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.search_job import FitCell
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.bundles import RUN_TYPE

PLAN = NamePlan(names={"model": "model", "run": "run"})


def run_cell(shell, *, mode: str = "live", session: Session | None = None, **options: Any) -> Any:
    request = FitRequest(**{"data": "df", "target": "town", **options})
    scope = Scope.of(shell.names, None)
    area = OutputArea(mode, is_quiet=request.quiet)
    asked = ask(request, scope)
    cell = FitCell(request=request, asked=asked, names=PLAN, session=session or Session(), scope=scope, area=area)
    return fit_cell.run_fit(cell)


def test_two_names_are_bound_and_one_output_stays(shell, fake_fit):
    run = run_cell(shell)

    assert shell.names["run"] is run
    assert shell.names["model"] is run.pipeline
    assert len(shell.bundles()) == 1
    assert set(shell.bundles()[0]) == {"text/plain", "text/html", RUN_TYPE}
    assert shell.bundles()[0][RUN_TYPE]["names"] == {"model": "model", "run": "run"}


def test_options_reach_the_search(shell, fake_fit):
    run_cell(
        shell,
        time=9.0,
        trials=5,
        folds=3,
        models=("linear",),
        exclude=("svm",),
        jobs=1,
        seed=4,
        test=shell.names["df"],
        metric="auc",
    )

    expected = {
        "target": "town",
        "time_budget_s": 9.0,
        "max_trials": 5,
        "n_folds": 3,
        "families": ("linear",),
        "exclude": ("svm",),
        "n_jobs": 1,
        "random_state": 4,
        "metric": "auc",
        "resume": None,
        "sample_weight": None,
    }
    assert {name: fake_fit.asked[name] for name in expected} == expected
    assert fake_fit.asked["test"] is shell.names["df"]


def test_a_run_goes_on_with_its_own_seed(shell, fake_fit):
    run_cell(shell, resume="20261123")

    assert (fake_fit.asked["resume"], fake_fit.asked["random_state"]) == ("20261123", None)


def test_the_text_has_twelve_lines_at_most_and_names_what_is_ready(shell, fake_fit):
    run_cell(shell)
    lines = shell.bundles()[0]["text/plain"].splitlines()

    assert len(lines) <= 12
    assert lines[-1] == "model and run are ready."


def test_quiet_shows_one_line(shell, fake_fit):
    run_cell(shell, quiet=True)

    assert len(shell.shown) == 1
    assert len(shell.bundles()[0]["text/plain"].splitlines()) == 1


def test_headless_shows_one_static_output(shell, fake_fit):
    run_cell(shell, mode="static")

    assert len(shell.shown) == 1
    assert not any("widget" in kind for kind in shell.shown[0]["data"])


def test_text_mode_has_no_html(shell, fake_fit):
    run_cell(shell, mode="text")

    assert all(set(bundle) == {"text/plain"} for bundle in shell.bundles())


def test_single_binds_the_best_single_pipeline(shell, fake_fit):
    run_cell(shell, single=True)

    assert shell.names["model"] is fake_fit.run.best_single
    assert "refitted on all rows" in shell.bundles()[0]["text/html"]


def test_a_failed_search_settles_and_binds_nothing(shell, fake_fit):
    fake_fit.raises = DataError("all <columns> are empty")

    with pytest.raises(DataError):
        run_cell(shell)

    assert "model" not in shell.names
    assert "all &lt;columns&gt; are empty" in shell.bundles()[0]["text/html"]
    assert shell.bundles()[0][RUN_TYPE]["state"] == "failed"


def test_an_interrupt_without_a_model_settles_too(shell, fake_fit):
    fake_fit.raises = KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        run_cell(shell)

    assert "Interrupted before there was a first model" in shell.bundles()[0]["text/html"]


def test_a_stopped_search_with_nothing_but_a_baseline_binds_nothing(shell, fake_fit, make_run):
    report = make_run("plain").report()
    fake_fit.run = make_run("plain", state="stopped", stop_reason="interrupt", leaderboard=report.leaderboard[-1:])

    with pytest.raises(KeyboardInterrupt):
        run_cell(shell)

    assert "model" not in shell.names
    assert shell.bundles()[0][RUN_TYPE]["state"] == "failed"


def test_an_interrupt_after_the_search_loses_nothing(shell, fake_fit, monkeypatch: pytest.MonkeyPatch):
    def save(path: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake_fit.run, "save", save)

    assert run_cell(shell, save="folder") is fake_fit.run
    assert shell.names["model"] is fake_fit.run.pipeline
    assert shell.bundles()[0][RUN_TYPE]["state"] == "done"


def test_a_search_that_cannot_be_saved_is_not_lost(shell, fake_fit, monkeypatch: pytest.MonkeyPatch):
    def save(path: Any) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(fake_fit.run, "save", save)

    with pytest.raises(StorageError, match="full"):
        run_cell(shell, save="folder")

    assert "model" in shell.names
    assert "is ready" in shell.bundles()[0]["text/plain"] or "are ready" in shell.bundles()[0]["text/plain"]


def test_a_saved_run_says_where(shell, fake_fit, tmp_path):
    run_cell(shell, save=tmp_path)

    assert fake_fit.run.saved_in == tmp_path
    assert "The run is saved in" in shell.bundles()[0]["text/plain"]
