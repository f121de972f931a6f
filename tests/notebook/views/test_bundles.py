from __future__ import annotations

import json
import math
from dataclasses import replace

from jupyter_metaml.notebook.views.bundles import RUN_TYPE, bundle, failed_bundle, run_bundle
from jupyter_metaml.notebook.views.html import element

HTML = element("p", "x")


def test_an_output_is_html_with_text():
    assert bundle(HTML, "x") == {"text/plain": "x", "text/html": "<p>x</p>"}


def test_a_run_carries_its_figures_for_machines(make_report):
    record = run_bundle(HTML, "x", make_report("id"), {"model": "model"})[RUN_TYPE]

    assert record["schema"] == 1
    assert (record["run"], record["state"], record["score"]) == ("id", "done", 0.9)
    assert record["names"] == {"model": "model"}


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
