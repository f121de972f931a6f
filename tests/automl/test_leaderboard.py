from __future__ import annotations

from dataclasses import replace

from jupyter_metaml.automl.leaderboard import (
    BASELINE_TITLE,
    family_title,
    leaderboard_frame,
    leaderboard_rows,
    model_titles,
    ranked_rows,
)
from jupyter_metaml.pipelines import Configuration


def test_frame_keeps_types_where_values_are_missing(report):
    board = leaderboard_frame(report.leaderboard)

    assert str(board["rank"].dtype) == "Int64"
    assert board["score"].isna().tolist() == [False, False, False, True]
    assert "params" not in board


def test_the_first_row_has_the_best_score_whatever_its_loss(numbers_run):
    task, (baseline, trial) = numbers_run.task, numbers_run.history.trials
    worse = replace(trial, number=2, score=trial.score - 0.1, loss=trial.loss / 2)  # a score is an error below zero
    twin = replace(trial, number=3, loss=trial.loss / 2)

    rows = ranked_rows((baseline, trial, worse, twin), dict.fromkeys(range(4), "Linear"), {}, task)

    assert [(row.rank, row.trial) for row in rows] == [(1, 3), (2, 1), (3, 2), (4, 0)]
    assert rows[0].score < rows[2].score  # as shown


def test_the_first_row_is_the_best_single_model(numbers_run):
    history, (baseline, trial) = numbers_run.history, numbers_run.history.trials
    better = replace(trial, number=2, score=trial.score + 0.01, loss=2 * trial.loss)
    several = replace(history, trials=(baseline, trial, better))

    assert leaderboard_rows(several, numbers_run.task)[0].trial == several.best.number == 2


def test_one_row_is_timed_for_each_model_that_finished(numbers_run):
    board = numbers_run.leaderboard.set_index("trial")

    assert board.loc[1, "predict_row_ms"] > 0.0
    assert board["predict_row_ms"].isna().tolist() == [False, True]  # the baseline predicts without looking


def test_frame_without_rows_has_its_columns():
    assert "rank" in leaderboard_frame(())


def test_families_are_named_for_people():
    assert family_title("baseline") == BASELINE_TITLE
    assert family_title("linear") != "linear"
    assert family_title("gone by now") == "gone by now"


def test_what_knowledge_asked_for_later_is_named_by_its_values(classes_run):
    history = replace(classes_run.history, recommendations=(), asked={1: Configuration.of("linear", C=0.01)})

    assert model_titles(history)[1] == "Linear model (C 0.01)"
