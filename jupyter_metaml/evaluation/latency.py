"""How long something takes that is over in milliseconds, found out at hardly any cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

N_TIMES = 5
# What takes longer than this is told well enough by fewer times, and may cost a search no more.
ENOUGH_S = 0.02


def latency_s(action: Callable[[], object]) -> float:
    """Do something a few times and return how long it typically takes.

    Parameters
    ----------
    action : callable
        Done at least once, at most `N_TIMES`, and not again once all together took `ENOUGH_S`.

    Returns
    -------
    float
        Median of the seconds; a first time that has to warm up counts little where there are others.
    """
    seconds: list[float] = []
    while len(seconds) < N_TIMES and sum(seconds) < ENOUGH_S:
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return median(seconds)
