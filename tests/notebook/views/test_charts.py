from __future__ import annotations

import re

import pytest

from jupyter_metaml.notebook.views.charts import HEIGHT, WIDTH, Curve, draw_curve, draw_sparkline


def drawn(points: tuple[tuple[float, float], ...], baseline: float | None = 0.5, **changes: float) -> str:
    fields = {"end": 30.0, "now": 20.0, "unit": "s", "metric": "ROC AUC"}
    return str(draw_curve(Curve(points=points, baseline=baseline, **{**fields, **changes})))


def test_a_curve_says_in_words_what_it_shows():
    svg = drawn(((1.0, 0.8), (4.0, 0.9)))

    assert "<title>Best ROC AUC so far</title>" in svg
    assert "<desc>From 0.8000 after 1 s to 0.9000 after 4 s. Baseline 0.5000.</desc>" in svg


def test_the_words_of_a_picture_that_is_taken_away_stay_apart():
    text = re.sub(r"<[^>]*>", "", drawn(((1.0, 0.8), (4.0, 0.9))))

    assert "so far From 0.8000" in text
    assert "Baseline 0.5000. " in text


def test_a_near_baseline_is_a_line_and_a_far_one_a_word():
    assert "mml-base" in drawn(((1.0, 0.6), (4.0, 0.9)))
    assert "mml-base" not in drawn(((1.0, 0.90), (4.0, 0.91)))
    assert "baseline 0.5000, below" in drawn(((1.0, 0.90), (4.0, 0.91)))
    assert "baseline 77.00, above" in drawn(((1.0, 54.0), (4.0, 53.0)), baseline=77.0)


def test_there_is_nothing_to_draw_without_points():
    assert draw_curve(Curve(points=(), end=1, now=0, baseline=0.5, unit="s", metric="r2")) is None
    assert draw_curve(Curve(points=((1.0, float("inf")),), end=1, now=0, baseline=0.5, unit="s", metric="r2")) is None


@pytest.mark.parametrize(
    "points", [((0.0, 0.0),), ((1.0, 5.0), (2.0, 5.0)), ((1.0, -1e300), (2.0, 1e300)), ((99.0, 1.0),)]
)
def test_everything_stays_inside_the_picture(points: tuple[tuple[float, float], ...]):
    svg = drawn(points, baseline=None)

    numbers = [
        float(number) for path in re.findall(r' d="([^"]*)"', svg) for number in re.findall(r"-?\d+\.?\d*", path)
    ]
    assert numbers
    assert all(0 <= number <= max(WIDTH, HEIGHT) for number in numbers)


def test_a_sparkline_has_a_bar_per_filled_bin():
    assert str(draw_sparkline((1, 0, 3))).count("<rect") == 2
    assert str(draw_sparkline(())).count("<rect") == 0
