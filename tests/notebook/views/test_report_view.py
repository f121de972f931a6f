from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_metaml.notebook.views.report_view import report_html

NAMES = {"model": "model", "run": "run"}


def shown(report, **changes) -> str:
    return str(report_html(report, **{"headline": "It works", "names": NAMES, **changes}))


def test_the_headline_comes_first_and_good_news_is_not_colour_alone(make_report):
    html = shown(make_report())

    assert '<h3 class="mml-good">It works</h3>' in html
    assert html.index("It works") < html.index("Leaderboard")


def test_scores_stand_beside_the_baseline(make_report):
    html = shown(make_report())

    for part in ("0.9000", "95% interval 0.8500 to 0.9400", "0.8800", "0.9100", "0.5000"):
        assert part in html


def test_nothing_found_is_no_good_news(make_report):
    report = make_report()
    honest = replace(report.scores.honest, beats_baseline=False)

    assert '<h3 class="mml-warn">' in shown(replace(report, scores=replace(report.scores, honest=honest)))


def test_the_names_are_announced_with_what_to_type(make_report):
    html = shown(make_report())

    assert "<b>model and run</b> are ready" in html
    assert "<code>model.predict(df)</code>" in html
    assert "<code>model.predict_proba(df)</code>" in html
    assert "are ready" not in shown(make_report(), names={})


def test_a_model_that_needs_this_package_says_so(make_report):
    report = make_report()
    network = replace(report.leaderboard[0], family="prior_fitted", weight=0.5)

    html = shown(replace(report, leaderboard=(network, *report.leaderboard[1:])))

    assert "The model needs jupyter_metaml where it predicts, for its Pretrained network" in html
    assert "needs jupyter_metaml" not in shown(report)


def test_a_stopped_run_says_so(make_report):
    html = shown(make_report(state="stopped", stop_reason="interrupt"))

    assert "Stopped, with the best so far" in html
    assert "stopped by you" in html


def test_notes_are_shown(make_report):
    assert '<p class="mml-warn">a note</p>' in shown(make_report(), notes=("a note",))


def test_long_leaderboards_are_cut_and_counted_and_end_with_the_baseline(make_report):
    report = make_report()
    rows = tuple(replace(report.leaderboard[0], rank=number, trial=number, weight=0.0) for number in range(1, 5_001))
    html = shown(replace(report, leaderboard=(*rows, report.leaderboard[-1])))

    assert "and 4,990 more models in run.leaderboard" in html
    assert len(html) < 40_000


def test_every_model_of_the_blend_is_shown_however_far_down(make_report):
    report = make_report()
    rows = [replace(report.leaderboard[0], rank=number, trial=number, weight=0.0) for number in range(1, 101)]
    rows[76] = replace(rows[76], model="the seventy-seventh", weight=0.25)
    html = shown(replace(report, leaderboard=(*rows, report.leaderboard[-1])))

    assert "the seventy-seventh" in html
    assert "and 89 more models in run.leaderboard" in html


def test_the_leaderboard_says_what_many_rows_and_one_row_take(make_report):
    html = shown(make_report())

    assert "Predict 1,000 rows</th>" in html
    assert "One raw row</th>" in html
    assert "One raw row: from a row of the table" in html
    assert '<td class="mml-num mml-extra">4 ms</td><td class="mml-num">6 ms</td>' in html


def test_what_knowledge_gave_stands_below_the_leaderboard(make_report):
    html = shown(make_report(knowledge="Knowledge of 93 tables chose <b>."))

    assert html.index("Leaderboard") < html.index("Knowledge of 93 tables chose &lt;b&gt;.")
    assert "Knowledge" not in shown(make_report(knowledge=""))


def test_failures_are_grouped_with_their_reason(make_report):
    html = shown(make_report("a reason"))

    assert "1 trial without a result" in html
    assert "1 trial failed (svm): a reason" in html


def test_a_run_without_models_can_be_shown(make_report):
    report = make_report()
    baseline = replace(report.leaderboard[-1], weight=1.0)
    html = shown(replace(report, leaderboard=(baseline,), progress=((0, 0.5),), recommendations=(), failures=()))

    assert "<svg" not in html.partition("Columns")[0]
    assert "<caption>Leaderboard</caption>" in html


@pytest.mark.parametrize("tag", ["table", "details", "div", "p", "li", "svg"])
def test_elements_are_closed(make_report, tag: str):
    html = shown(make_report())

    assert html.count(f"<{tag}>") + html.count(f"<{tag} ") == html.count(f"</{tag}>")


def test_tables_have_captions_and_charts_titles(make_report):
    html = shown(make_report())

    assert html.count("<table") == html.count("<caption>")
    assert html.count('role="img"') == html.count("<title>") == html.count("<desc>")
