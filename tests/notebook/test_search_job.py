"""Whatever comes of a search, the line is free again, and the list of runs and the output say what it was."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.asking import ask
from jupyter_metaml.notebook.names import NamePlan
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.search_job import FitCell, SearchJob
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.notebook.views.wording import spelled_score

NAMES = {"model": "model", "run": "run"}


def a_cell(shell: Any, session: Session, **options: Any) -> FitCell:
    request = FitRequest(**{"data": "df", "target": "town", **options})
    scope = Scope.of(shell.names, None)
    names = NamePlan(names=dict(NAMES))
    area = OutputArea("live", is_quiet=request.quiet)
    return FitCell(request=request, asked=ask(request, scope), names=names, session=session, scope=scope, area=area)


def searched(shell: Any, session: Session) -> None:
    SearchJob(a_cell(shell, session), "foreground").run()


@pytest.mark.parametrize(
    ("raised", "state", "message"),
    [
        (DataError("no rows"), "failed", "no rows"),
        (KeyboardInterrupt(), "stopped", "Interrupted before there was a first model. No name was bound."),
        (ZeroDivisionError("by zero"), "failed", "ZeroDivisionError: by zero"),
    ],
)
def test_after_a_failure_the_line_is_free_and_the_list_says_why(shell, fake_fit, raised, state, message):
    session, fake_fit.raises = Session(), raised

    with pytest.raises(type(raised)):
        searched(shell, session)

    (run,) = session.active.all()
    assert session.line.is_empty
    assert (run.state, run.message, run.names) == (state, message, {})
    assert message in shell.bundles()[0]["text/plain"]


def test_the_list_of_runs_knows_those_of_the_foreground(shell, fake_fit):
    session = Session()
    searched(shell, session)

    (run,) = session.active.all()
    assert (run.mode, run.state, run.names) == ("foreground", "done", NAMES)
    assert run.message.startswith("Predicts")
    assert run.best == spelled_score(fake_fit.run.report().scores.honest.value)
    assert session.line.is_empty


@pytest.mark.parametrize(("mode", "is_shared"), [("foreground", True), ("background", False)])
def test_only_in_the_background_a_search_has_a_snapshot(shell, fake_fit, mode, is_shared):
    job = SearchJob(a_cell(shell, Session()), mode)
    job.run()

    assert (fake_fit.asked["data"] is shell.names["df"]) == is_shared


def test_one_that_is_stopped_while_it_waits_never_starts(shell, fake_fit):
    session = Session()
    first = session.line.join("other")
    job = SearchJob(a_cell(shell, session), "foreground")
    job.stop.request(after_trial=True)

    with pytest.raises(KeyboardInterrupt):
        job.run()

    assert fake_fit.asked == {}
    assert session.line.places == [first]


def test_a_view_that_cannot_be_shown_blocks_nobody(shell, fake_fit, monkeypatch: pytest.MonkeyPatch):
    session = Session()
    job = SearchJob(a_cell(shell, session), "foreground")
    monkeypatch.setattr(OutputArea, "draw", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        job.show()

    assert session.line.is_empty


@pytest.mark.parametrize("quiet", [True, False])
def test_in_the_background_the_place_is_taken_and_says_how_to_go_on(shell, fake_fit, quiet):
    job = SearchJob(a_cell(shell, Session(), quiet=quiet), "background")
    job.show()

    assert "run.wait() waits for the end, run.stop() ends it with the best so far." in str(shell.bundles())
    job.run()
    assert len(shell.bundles()) == 1
