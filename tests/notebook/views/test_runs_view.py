from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_metaml.notebook.views.runs_view import MAX_RUNS, runs_html, runs_text


@pytest.fixture
def make_runs():
    from jupyter_metaml.search import RunSummary

    def make(number: int, state: str = "done") -> list:
        return [
            RunSummary(
                run_id=f"run-{place}", state=state, kind="binary", metric="roc_auc", target="y", score=0.9, n_trials=3,
                started_at="2026-11-23T07:00:00+00:00", seconds=12.0, path=Path("x"),
            )
            for place in range(number)
        ]  # fmt: skip

    return make


def test_runs_are_listed_newest_first_and_cut(make_runs):
    html = str(runs_html(make_runs(100), "/home/runs"))

    assert html.count("<tr>") == MAX_RUNS + 1
    assert "and 70 older ones" in html
    assert "2026-11-23 07:00" in html


def test_a_run_that_can_go_on_says_how(make_runs):
    assert "interrupted, --resume goes on" in str(runs_html(make_runs(1, "interrupted"), "/home/runs"))


def test_an_empty_store_says_where_it_is():
    assert "No run is stored yet in <code>/home/runs</code>" in str(runs_html((), "/home/runs"))
    assert runs_text((), "/home/runs") == "No run is stored yet in /home/runs."


def test_the_text_has_twelve_lines_at_most(make_runs):
    lines = runs_text(make_runs(100), "/home/runs").splitlines()

    assert len(lines) <= 12
    assert lines[-1] == "  and 91 older ones"
