"""One thread of BLAS for small matrices, while worker processes start on all processors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

_lock = threading.Lock()
_firsts: list[threadpool_limits] = []


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let BLAS use one thread meanwhile: a second one would wait for a processor for longer than the product takes.

    Whether the limit is that of a thread or of the process differs between libraries.  Several threads may ask for it
    at once: each gives back what was allowed before the first of them came.
    """
    with _lock:
        mine = threadpool_limits(limits=1, user_api="blas")
        _firsts.append(_firsts[0] if _firsts else mine)
    try:
        yield
    finally:
        with _lock:
            _firsts.pop().restore_original_limits()
