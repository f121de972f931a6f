from __future__ import annotations

import time

from jupyter_metaml.pipelines.deadlines import RoundWatch

LATE = -1.0


def test_goes_on_while_the_loss_falls():
    watch = RoundWatch(patience=2)

    assert not any(watch.after(loss) for loss in (5.0, 4.0, 3.0, 2.0))
    assert watch.best_round == 4


def test_stops_when_patience_is_spent():
    watch = RoundWatch(patience=2)

    stops = [watch.after(loss) for loss in (1.0, 2.0, 2.0, 2.0)]

    assert stops == [False, False, False, True]
    assert (watch.best_round, watch.cut) == (1, False)


def test_patience_grows_with_the_best_round():
    watch = RoundWatch(patience=2)
    for loss in range(100, 0, -1):
        watch.after(float(loss))

    n_stale = next(n for n in range(1, 100) if watch.after(1.0))

    assert n_stale == 33


def test_without_a_loss_only_the_clock_stops():
    watch = RoundWatch()

    assert not any(watch.after() for _ in range(500))
    assert watch.best_round == 0


def test_past_deadline_cuts_after_the_first_round():
    watch = RoundWatch(deadline=time.monotonic() + LATE)

    assert watch.after(1.0)
    assert watch.cut


def test_far_deadline_does_not_cut():
    watch = RoundWatch(deadline=time.monotonic() + 1e6)

    assert not watch.after(1.0)
    assert not watch.cut


def test_loss_that_is_no_number_is_no_gain():
    watch = RoundWatch(patience=1)
    watch.after(1.0)

    watch.after(float("nan"))

    assert watch.best_round == 1
