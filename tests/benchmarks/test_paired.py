from __future__ import annotations

import math

import pytest
from dev_benchmark.ledger import Entry
from dev_benchmark.paired import loss_share, markdown, pairs_of, points_of

KINDS = {"rmse": "regression", "roc_auc": "binary"}


def entry(score: float | None, *, task: str = "flats", metric: str = "roc_auc", **values) -> Entry:
    settings = {"kind": KINDS[metric], "budget_s": 10.0, "n_jobs": 2, "seed": 0, "constant_score": 20.0}
    return Entry(task=task, system="ours", metric=metric, score=score, **settings | values)


def test_points_are_hundredths_of_an_area_or_of_what_a_constant_loses():
    assert points_of(entry(0.92), 0.92, 0.90) == pytest.approx(2.0)
    assert points_of(entry(9.0, metric="rmse"), 9.0, 10.0) == pytest.approx(5.0)
    assert points_of(entry(9.0, metric="rmse"), 10.0, 9.0) == pytest.approx(-5.0)


def test_there_are_no_points_without_a_constant():
    assert math.isnan(points_of(entry(9.0, metric="rmse", constant_score=None), 9.0, 10.0))


def test_halved_and_doubled_losses_weigh_alike():
    assert loss_share("rmse", 1.0, 20.0) == -loss_share("rmse", 20.0, 1.0) == pytest.approx(0.95)
    assert loss_share("roc_auc", 0.9, 0.8) == pytest.approx(0.5)


def test_a_loss_of_nothing_can_be_compared():
    assert loss_share("rmse", 0.0, 0.0) == 0.0
    assert loss_share("rmse", 2.0, 0.0) == pytest.approx(-1.0)


def test_seeds_are_paired_with_their_own_and_averaged():
    ones = [entry(0.9, seed=0, curve="5:0.9"), entry(0.8, seed=1, curve="5:0.8"), entry(0.7, seed=2)]
    others = [entry(0.7, seed=1, curve="5:0.7"), entry(0.9, seed=0, curve="5:0.8")]

    (found,) = pairs_of(ones, others)

    assert found.n_seeds == 2
    assert found.points == pytest.approx(5.0)
    assert found.points_by_second == {5.0: pytest.approx(10.0)}


def test_tasks_without_a_score_from_both_are_left_out():
    ones = [entry(0.9, task="a"), entry(None, task="b"), entry(0.9, task="c")]
    others = [entry(0.8, task="a"), entry(0.8, task="b")]

    assert [pair.task for pair in pairs_of(ones, others)] == ["a"]


def test_a_score_holds_until_the_next():
    (found,) = pairs_of([entry(0.9, curve="0:0.5 4:0.8 10:0.9")], [entry(0.9, curve="0:0.5 2.5:0.7 10:0.9")])

    assert found.points_by_second == {
        second: pytest.approx(points)
        for second, points in {1.0: 0.0, 2.0: 0.0, 3.0: -20.0, 5.0: 10.0, 7.0: 10.0, 10.0: 0.0}.items()
    }


def test_area_is_a_mean_over_the_logarithm_of_the_seconds_from_one_on():
    (found,) = pairs_of([entry(0.9, curve="0:0.5 10:0.6 100:0.9")], [entry(0.9, curve="0:0.5 0.2:0.58 100:0.1")])

    assert found.area == pytest.approx((-8.0 + 2.0) / 2)


def test_area_is_of_the_seconds_that_both_curves_have():
    (found,) = pairs_of([entry(0.9, curve="2:0.5 5:0.8 10:0.9")], [entry(0.9, curve="5:0.7 10:0.9")])

    assert found.area == pytest.approx(10.0)


def test_a_late_start_of_the_same_code_does_not_count_in_the_aligned_area():
    late = entry(0.9, curve="0:0.5 4:0.8 6:0.9 10:0.9", asked_s=4.0)
    soon = entry(0.9, curve="0:0.5 2:0.8 4:0.9 10:0.9", asked_s=2.0)

    (found,) = pairs_of([late], [soon])

    assert found.area < -10.0
    assert found.aligned == pytest.approx(0.0)


def test_what_comes_after_asking_counts_in_the_aligned_area():
    ours = entry(0.9, curve="0:0.5 1:0.7 2:0.9 10:0.9", asked_s=1.0)
    theirs = entry(0.9, curve="0:0.5 3:0.7 8:0.9 10:0.9", asked_s=3.0)

    (found,) = pairs_of([ours], [theirs])

    # both ask after 2 s; ours gets better after 3 s, theirs after 7 s, and the later one ends after 9 s
    assert found.aligned == pytest.approx(20.0 * math.log(7 / 3) / math.log(9))


def test_what_runs_before_asking_is_the_same():
    ours = entry(0.9, curve="0:0.5 1:0.6 2:0.9 10:0.9", asked_s=2.0)
    theirs = entry(0.9, curve="0:0.5 1.9:0.6 2:0.9 10:0.9", asked_s=2.0)

    (found,) = pairs_of([ours], [theirs])

    assert found.area > 0.0
    assert found.aligned == 0.0


@pytest.mark.parametrize("known", [{}, {"asked_s": 2.0}])
def test_runs_that_do_not_know_when_they_asked_are_not_aligned(known: dict[str, float]):
    (found,) = pairs_of([entry(0.9, curve="0:0.5 10:0.9", **known)], [entry(0.9, curve="0:0.5 10:0.9")])

    assert math.isnan(found.aligned)
    assert "Aligned area" not in markdown(
        "x", [entry(0.9, curve="0:0.5 2:0.6 10:0.9")], "y", [entry(0.9, curve="0:0.5 2:0.6 10:0.9")]
    )


@pytest.mark.parametrize("curve", ["", "10:0.9"])
def test_one_second_has_no_area(curve: str):
    (found,) = pairs_of([entry(0.9, curve=curve)], [entry(0.9, curve=curve)])

    assert math.isnan(found.area)


def test_summary_counts_wins_and_names_where_the_first_is_worse():
    ones = [
        entry(score, task=task, curve=f"5:{score} 10:{score}") for task, score in (("a", 0.9), ("b", 0.8), ("c", 0.7))
    ]
    others = [entry(score, task=task, curve="5:0.6 10:0.7") for task, score in (("a", 0.8), ("b", 0.8), ("c", 0.75))]

    text = markdown("meta=shipped", ones, "meta=off", others)

    assert "## meta=shipped against meta=off" in text
    assert "| a | roc_auc | +30.00 | +30.00 | +20.00 | +30.00 | - | +10.00 | +50.00 | 1 |" in text
    assert "* At the end: +1.67 (95 % interval over tasks" in text
    assert "1 wins, 1 ties, 1 losses" in text
    assert "* Worse by more than 1 point at the end: c (-5.0)." in text
    assert "* Worse by more than 1 point in the area: nowhere." in text


def test_summary_tells_of_the_aligned_area():
    ours, theirs = (
        entry(0.9, curve="0:0.5 2:0.6 10:0.9", asked_s=2.0),
        entry(0.9, curve="0:0.5 3:0.7 10:0.9", asked_s=3.0),
    )

    text = markdown("x", [ours], "y", [theirs])

    assert "* Aligned area: -" in text
    assert "* Worse by more than 1 point in the aligned area: flats (-" in text


def test_summary_counts_tasks_without_a_model():
    text = markdown(
        "x", [entry(0.9, task="a"), entry(None, task="b")], "y", [entry(0.9, task="a"), entry(0.9, task="b")]
    )

    assert "Runs left out, because one of the two gave no model: 1." in text
    assert "Worse by more than 1 point at the end: nowhere." in text


def test_nothing_to_compare_is_said():
    assert "No task has a score from both." in markdown("x", [], "y", [])
