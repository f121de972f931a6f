from __future__ import annotations

from dev_benchmark.ledger import Entry
from dev_benchmark.summary import chosen_baseline, compare, compare_all, markdown

KINDS = {"rmse": "regression", "roc_auc": "binary", "log_loss": "multiclass"}


def entry(system: str, score: float | None, *, task: str = "flats", metric: str = "rmse", **figures) -> Entry:
    settings = {"kind": KINDS[metric], "budget_s": 30.0, "n_jobs": 2, "seed": 0}
    return Entry(task=task, system=system, metric=metric, score=score, **settings, **figures)


def test_baseline_is_chosen_by_cross_validation_not_by_the_test_rows():
    better_there = entry("linear", 2.0, cv_score=1.0)
    better_here = entry("lightgbm", 1.0, cv_score=3.0)

    assert chosen_baseline([better_here, better_there]) is better_there


def test_a_larger_area_under_the_curve_is_the_better_one():
    low, high = (entry(name, 0.5, metric="roc_auc", cv_score=score) for name, score in (("a", 0.6), ("b", 0.9)))

    assert chosen_baseline([low, high]) is high


def test_failed_baselines_are_not_chosen():
    assert chosen_baseline([entry("linear", None, error="ValueError: no")]) is None


def test_smaller_errors_win():
    assert compare(entry("ours", 0.9), entry("linear", 1.0)).outcome == "win"
    assert compare(entry("ours", 1.1), entry("linear", 1.0)).outcome == "loss"


def test_larger_areas_win():
    ours, theirs = entry("ours", 0.9, metric="roc_auc"), entry("linear", 0.8, metric="roc_auc")

    assert compare(ours, theirs).outcome == "win"
    assert compare(theirs, ours).outcome == "loss"


def test_a_hair_is_a_tie_and_still_better():
    found = compare(entry("ours", 0.9999), entry("linear", 1.0))

    assert found.outcome == "tie"
    assert found.is_better


def test_no_score_is_a_failure_and_not_better():
    found = compare(entry("ours", None, error="crashed"), entry("linear", 1.0))

    assert found.outcome == "failed"
    assert not found.is_better


def test_tasks_without_a_baseline_are_not_compared():
    assert compare_all([entry("ours", 1.0, task="castles")], [entry("linear", 1.0, cv_score=1.0)]) == []


def test_summary_counts_wins_budget_and_share():
    ours = [
        entry("ours", 0.5, task="a", fit_s=30.0, overshoot_s=0.0, trials="done 9"),
        entry("ours", 2.0, task="b", fit_s=40.0, overshoot_s=10.0),
    ]
    theirs = [entry("linear", 1.0, task=task, cv_score=1.0) for task in ("a", "b")]

    text = markdown(ours, theirs)

    assert "| a | rmse | 0.5000 | linear | 1.0000 | win | 30.0 | 0.00 |  | done 9 |" in text
    assert "2 of 2 tasks returned a model, 1 of them within the budget rule." in text
    assert "1 win, 0 tie, 1 loss, 0 failed" in text
    assert "Better at all on 1 of 2 tasks (50%)." in text
