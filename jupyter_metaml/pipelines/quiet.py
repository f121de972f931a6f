"""Silence around other people's code while it is fitted or predicts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from jupyter_metaml.warning_filters import silenced


@contextmanager
def quietly() -> Iterator[None]:
    """Hold back warnings of third parties and of NumPy's arithmetic inside the block, and only there.

    Constant columns, folds without a class and solvers that stop at their limit are expected in a search; what they
    lead to is measured.
    """
    with silenced(Warning), np.errstate(all="ignore"):
        yield
