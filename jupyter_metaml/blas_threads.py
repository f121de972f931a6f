"""One thread of BLAS for small matrices, while worker processes start on all processors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import threadpoolctl

_lock = threading.Lock()
_taken: list[threadpoolctl.threadpool_limits] = []
_inside: list[threadpoolctl.threadpool_limits] = []


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let BLAS use one thread meanwhile: a second one would wait for a processor for longer than the product takes.

    Whether the limit is that of a thread or of the process differs between libraries. Several threads may ask for it
    at once: it holds until the last of them leaves, and then there is what was allowed before the first one came.
    """
    with _lock:
        mine = threadpoolctl.threadpool_limits(limits=1, user_api="blas")
        _taken.append(mine)
        _inside.append(mine)
        _let_others_set()
    try:
        yield
    finally:
        with _lock:
            _inside.remove(mine)
            for limits in reversed(_taken):  # each knows the libraries that were loaded when it was taken
                limits.restore_original_limits()
            if _inside:  # where the limit is the process's, the others still need it
                threadpoolctl.ThreadpoolController().select(threading_layer="pthreads").limit(limits=1)
            else:
                _taken.clear()
            _let_others_set()


def _let_others_set() -> None:
    """Give up what recent versions give the thread that sets a limit of the process: to be the only one that may."""
    clear = getattr(threadpoolctl.OpenBLASController, "clear_controlling_thread", None)
    if clear is not None:
        clear()
