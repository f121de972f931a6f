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


def test_slow_start_is_not_taken_for_the_pace():
    clock = time.monotonic()
    watch = RoundWatch(deadline=clock + 5.0, _started=clock - 100.0)

    assert not watch.after(1.0)
    assert watch.fitting(20) == 20


def test_rounds_that_fit_follow_from_the_pace():
    clock = time.monotonic()
    watch = RoundWatch(deadline=clock + 50.0, _started=clock - 40.0)
    watch.after(n_rounds=4)

    assert watch.fitting(20) == 4
    assert watch.fitting(3) == 3


def test_nothing_fits_after_the_deadline():
    assert RoundWatch(deadline=time.monotonic() + LATE).fitting(20) == 0


def test_loss_that_is_no_number_is_no_gain():
    watch = RoundWatch(patience=1)
    watch.after(1.0)

    watch.after(float("nan"))

    assert watch.best_round == 1
