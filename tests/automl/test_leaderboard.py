from __future__ import annotations

from jupyter_metaml.automl.leaderboard import BASELINE_TITLE, family_title, leaderboard_frame


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
