from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_metaml.automl.run_text import MAX_LINES, headline, number, summary


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.912345, "0.9123"),
        (1.0, "1.000"),
        (0.0, "0.000"),
        (15321.2, "15,320"),
        (-0.05, "-0.05000"),
        (1e-7, "1e-07"),
        (3.2e12, "3.2e+12"),
        (float("nan"), "unknown"),
        (float("-inf"), "-inf"),
    ],
)
def test_numbers_have_four_significant_digits(value, shown):
    assert number(value) == shown


def test_summary_names_result_score_members_and_ending(report):
    text = summary(report)

    assert text.splitlines()[0] == "Predicts 'churn' with ROC AUC 0.9123 (baseline 0.5000), by a blend of 2 models."
    assert "95% between 0.8810 and 0.9340" in text
    assert " 75% LightGBM: 0.9100, fitted in 1.2 s" in text
    assert "3 trials in 29.1 s, seed 7; the time budget was used." in text
    assert "1 trial (lightgbm), failed: ValueError: no" in text


def test_summary_says_what_one_row_takes(report):
    row = replace(report.leaderboard[0], predict_row_ms=4.23)

    assert ", fitted in 1.2 s, one row in 4.2 ms\n" in summary(replace(report, leaderboard=(row,)))


def test_summary_says_what_knowledge_gave(report):
    told = replace(report, knowledge="Knowledge of 93 tables chose the first trials.")

    assert "\n  Knowledge of 93 tables chose the first trials.\n" in summary(told)
    assert "Knowledge" not in summary(replace(report, knowledge=""))


def test_summary_says_when_the_model_needs_this_package(report):
    network = replace(report.leaderboard[0], family="prior_fitted")

    assert "The model needs jupyter_metaml" in summary(replace(report, leaderboard=(network,)))
    assert "needs jupyter_metaml" not in summary(report)


def test_summary_has_at_most_twelve_lines(report):
    many = replace(report, leaderboard=report.leaderboard * 10)
    crowded = replace(many, profile=replace(report.profile, warnings=report.profile.warnings * 10))

    assert len(summary(crowded).splitlines()) <= MAX_LINES


def test_no_character_of_the_data_moves_the_cursor(report):
    named = replace(report, question=replace(report.question, target="chu\u202ern\x07", splits="a\nb"))

    assert all(line.isprintable() for line in summary(named).splitlines())
    assert "chu\\u202ern\\x07" in summary(named)


def test_no_skill_is_said_plainly(report):
    honest = replace(report.scores.honest, beats_baseline=False, value=0.5012)

    text = headline(replace(report, scores=replace(report.scores, honest=honest)))

    assert text.startswith("Found nothing: ROC AUC 0.5012 is no better than the baseline (0.5000)")


def test_baseline_alone_is_said_plainly_with_the_next_step(report):
    alone = replace(report, leaderboard=report.leaderboard[2:3], failures=(), trials_by_status={})

    assert summary(alone).startswith("No model finished, so the result is the baseline")
    assert summary(alone).endswith("the smallest useful one is about 4 s.")


def test_score_on_a_test_frame_is_shown(report):
    tested = replace(report, scores=replace(report.scores, test=0.9))

    assert "0.9000 on the test frame" in summary(tested)
