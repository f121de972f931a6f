"""Spare what is opened and read a search for garbage."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collection_paused() -> Iterator[None]:
    """Keep the interpreter from looking for garbage meanwhile.

    What a store makes when it is opened and read stays, so nothing would be found; but so many new objects make the
    interpreter search all memory, which with pandas and scikit-learn in it takes a tenth of a second. In whatever order
    threads leave, collection is on again when the last one has left.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
