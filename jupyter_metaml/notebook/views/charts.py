"""Small pictures as inline SVG: they need no script and survive in saved notebooks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_metaml.notebook.views.html import Html, element
from jupyter_metaml.notebook.views.wording import spelled_score

WIDTH, HEIGHT = 440, 110
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 10, 8, 18
_LINE = 13
_SPARK_WIDTH, _SPARK_HEIGHT = 64, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The best score over time.

    Parameters
    ----------
    points : tuple of (float, float)
        Where each new best was found, seconds or trials, and its score.
    end : float
        Where the axis ends.
    now : float
        How far the curve is known.
    baseline : float or None
        Score of the model that ignores all columns.
    unit : str
        What the axis counts, such as "s".
    metric : str
        Name of the metric.
    """

    points: tuple[tuple[float, float], ...]
    end: float
    now: float
    baseline: float | None
    unit: str
    metric: str


def draw_curve(curve: Curve) -> Html | None:
    """Draw the best score so far as steps, and the baseline as a broken line.

    Returns
    -------
    Html or None
        None while there is nothing to draw.
    """
    points = [(place, value) for place, value in curve.points if math.isfinite(value)]
    if not points:
        return None
    baseline = curve.baseline if curve.baseline is not None and math.isfinite(curve.baseline) else None
    low, high = _range([value for _, value in points], baseline)
    now = max(curve.now, points[-1][0])
    scale = _Scale(end=max(curve.end, now, 1e-9), low=low, high=high)
    parts = [
        element("title", f"Best {curve.metric} so far"),
        element("desc", _described(points, curve, baseline)),
        element("path", d=f"M{_LEFT} {_TOP}V{HEIGHT - _BOTTOM}H{WIDTH - _RIGHT}", class_="mml-axis"),
        *_baseline(baseline, scale),
        element("path", d=_steps(points, now, scale), class_="mml-curve"),
        element("circle", cx=scale.x(now), cy=scale.y(points[-1][1]), r=3, class_="mml-dot"),
        *_labels(points, curve, scale),
    ]
    # A notebook that is not trusted loses the picture and keeps its words: they must not run into each other.
    spaced = [child for part in parts for child in (part, " ")]
    return element("svg", *spaced, viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT, role="img")


def draw_sparkline(counts: Sequence[int]) -> Html:
    """Draw a histogram the height of a line; the figures stand beside it, so it is hidden from screen readers."""
    most = max(counts, default=0) or 1
    width = _SPARK_WIDTH / max(len(counts), 1)
    bars = []
    for place, count in enumerate(counts):
        if count:
            height = max(1.0, _SPARK_HEIGHT * count / most)
            x, y = _short(place * width), _short(_SPARK_HEIGHT - height)
            size = {"width": _short(max(width - 0.6, 0.6)), "height": _short(height)}
            bars.append(element("rect", x=x, y=y, class_="mml-bin", **size))
    box = f"0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}"
    return element("svg", *bars, viewBox=box, width=_SPARK_WIDTH, height=_SPARK_HEIGHT, aria_hidden="true")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    end: float
    low: float
    high: float

    def x(self, place: float) -> float:
        return _short(_LEFT + (WIDTH - _LEFT - _RIGHT) * min(place / self.end, 1.0))

    def y(self, value: float) -> float:
        position = (value - self.low) / (self.high - self.low)
        return _short(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * position)


def _range(values: Sequence[float], baseline: float | None) -> tuple[float, float]:
    """Return the ends of the axis: what the search gained fills it, and a baseline far away stays outside."""
    low, high = min(values), max(values)
    gain = 0.0 if baseline is None else abs(values[-1] - baseline)
    if baseline is not None and gain <= 2 * (high - low):
        low, high = min(low, baseline), max(high, baseline)
    # A curve that hardly moves runs through the middle.
    span = max(high - low, 0.1 * gain, 1e-3 * abs(high)) or 1.0
    middle = low / 2 + high / 2
    return middle - 0.6 * span, middle + 0.6 * span


def _baseline(baseline: float | None, scale: _Scale) -> list[Html]:
    if baseline is None:
        return []
    words = f"baseline {spelled_score(baseline)}"
    right = WIDTH - _RIGHT
    if scale.low <= baseline <= scale.high:
        y = scale.y(baseline)
        line = element("path", d=f"M{_LEFT} {y}H{right}", class_="mml-base")
        return [line, element("text", words, x=right, y=_short(y - 4 if y > HEIGHT / 2 else y + 12), text_anchor="end")]
    is_below = baseline < scale.low
    y = HEIGHT - _BOTTOM - 5 if is_below else _TOP + 9
    return [element("text", f"{words}, {'below' if is_below else 'above'}", x=right, y=y, text_anchor="end")]


def _steps(points: Sequence[tuple[float, float]], now: float, scale: _Scale) -> str:
    first = points[0]
    path = [f"M{scale.x(first[0])} {scale.y(first[1])}"]
    path += [f"H{scale.x(place)}V{scale.y(value)}" for place, value in points[1:]]
    path.append(f"H{scale.x(now)}")
    return "".join(path)


def _labels(points: Sequence[tuple[float, float]], curve: Curve, scale: _Scale) -> list[Html]:
    """Label the first and the best value where they are, and the ends of the axis."""
    first, best = points[0][1], points[-1][1]
    apart = abs(scale.y(first) - scale.y(best)) > _LINE
    return [
        *(_left_label(value, scale) for value in ((best, first) if apart else (best,))),
        element("text", "0", x=_LEFT, y=HEIGHT - 5, text_anchor="start"),
        element("text", f"{scale.end:.0f} {curve.unit}", x=WIDTH - _RIGHT, y=HEIGHT - 5, text_anchor="end"),
    ]


def _left_label(value: float, scale: _Scale) -> Html:
    return element("text", spelled_score(value), x=_LEFT - 6, y=_short(scale.y(value) + 4), text_anchor="end")


def _described(points: Sequence[tuple[float, float]], curve: Curve, baseline: float | None) -> str:
    first, last = points[0], points[-1]
    text = (
        f"From {spelled_score(first[1])} after {first[0]:.0f} {curve.unit}"
        f" to {spelled_score(last[1])} after {last[0]:.0f} {curve.unit}."
    )
    return text if baseline is None else f"{text} Baseline {spelled_score(baseline)}."


def _short(value: float) -> float:
    return round(value, 1)
