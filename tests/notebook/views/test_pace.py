from __future__ import annotations

from jupyter_metaml.notebook.views.pace import DRAW_EVERY_S, IDLE_EVERY_S, Pace


def test_news_are_due_sooner_than_passing_time():
    now = [10.0]
    pace = Pace(lambda: now[0])
    now[0] += DRAW_EVERY_S

    assert not pace.is_due(has_news=False)
    assert pace.is_due(has_news=True)


def test_news_that_had_to_wait_stay_news_until_they_are_drawn():
    now = [10.0]
    pace = Pace(lambda: now[0])

    assert not pace.is_due(has_news=True)
    now[0] += DRAW_EVERY_S
    assert pace.is_due(has_news=False)
    pace.drawn()
    now[0] += DRAW_EVERY_S
    assert not pace.is_due(has_news=False)
    now[0] += IDLE_EVERY_S - DRAW_EVERY_S
    assert pace.is_due(has_news=False)
