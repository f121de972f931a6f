from __future__ import annotations

import json
import math
from dataclasses import replace

from jupyter_metaml.notebook.views.bundles import RUN_TYPE, bundle, failed_bundle, run_bundle
from jupyter_metaml.notebook.views.html import element
from jupyter_metaml.notebook.views.report_view import report_html

HTML = element("p", "x")


def test_an_output_is_html_with_text():
    assert bundle(HTML, "x") == {"text/plain": "x", "text/html": "<p>x</p>"}


def test_a_run_carries_its_figures_for_machines(make_report):
    record = run_bundle(HTML, "x", make_report("id"), {"model": "model"})[RUN_TYPE]

    assert record["schema"] == 1
    assert (record["run"], record["state"], record["score"]) == ("id", "done", 0.9)
    assert record["names"] == {"model": "model"}


def test_a_run_of_a_thousand_trials_adds_little_to_a_notebook(make_report):
    """Fault row G8."""
    report = make_report()
    rows = tuple(replace(report.leaderboard[0], rank=place, trial=place) for place in range(1, 1_001))
    long = replace(
        report,
        leaderboard=rows,
        progress=tuple((place, 0.5 + 0.0004 * place) for place in range(1_001)),
        failures=report.failures * 500,
        recommendations=report.recommendations * 100,
    )
    html = report_html(long, headline="It works", names={"model": "model", "run": "run"})

    assert len(json.dumps(run_bundle(html, "x", long, {}))) < 100_000


def test_no_name_or_value_of_a_column_goes_into_the_figures(make_report):
    report = replace(make_report("secret"), run_id="id")
    report = replace(report, question=replace(report.question, metric="roc_auc"))

    assert "secret" not in json.dumps(run_bundle(HTML, "x", report, {})[RUN_TYPE])


def test_figures_are_json_without_infinity(make_report):
    report = make_report("id")
    honest = replace(report.scores.honest, low=-math.inf, high=math.nan)
    record = run_bundle(HTML, "x", replace(report, scores=replace(report.scores, honest=honest)), {})[RUN_TYPE]

    assert record["low"] is None
    json.dumps(record, allow_nan=False)


def test_a_failure_is_a_run_that_failed():
    assert failed_bundle(HTML, "x")[RUN_TYPE] == {"schema": 1, "state": "failed"}


def test_a_run_of_thousands_of_trials_adds_little_to_the_notebook(make_report):
    """Fault row G8."""
    report = make_report("x" * 500)
    rows = tuple(replace(report.leaderboard[0], trial=number, rank=number) for number in range(1, 5_001))
    failures = tuple(replace(report.failures[0], reason=f"{number} {'x' * 500}") for number in range(500))
    progress = tuple((number, number / 1e4) for number in range(5_001))
    long = replace(report, leaderboard=rows, failures=failures, progress=progress)

    settled = run_bundle(report_html(long, headline="x", names={}), "x", long, {})

    assert len(json.dumps(settled)) < 200_000
