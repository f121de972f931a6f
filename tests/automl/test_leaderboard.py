from __future__ import annotations

from dataclasses import replace

from jupyter_metaml.automl.leaderboard import BASELINE_TITLE, family_title, leaderboard_frame, model_titles
from jupyter_metaml.pipelines import Configuration


def test_frame_keeps_types_where_values_are_missing(report):
    board = leaderboard_frame(report.leaderboard)

    assert str(board["rank"].dtype) == "Int64"
    assert board["score"].isna().tolist() == [False, False, False, True]
    assert "params" not in board


def test_frame_without_rows_has_its_columns():
    assert "rank" in leaderboard_frame(())


def test_families_are_named_for_people():
    assert family_title("baseline") == BASELINE_TITLE
    assert family_title("linear") != "linear"
    assert family_title("gone by now") == "gone by now"


def test_what_knowledge_asked_for_later_is_named_by_its_values(classes_run):
    history = replace(classes_run.history, recommendations=(), asked={1: Configuration.of("linear", C=0.01)})

    assert model_titles(history)[1] == "Linear model (C 0.01)"
