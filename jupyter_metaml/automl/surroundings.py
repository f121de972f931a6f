"""Work unaffected by a person's global settings, and leave them as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from sklearn import config_context

from jupyter_metaml.warning_filters import silenced, softened


@contextmanager
def own_surroundings() -> Iterator[None]:
    """Hold off settings of scikit-learn, NumPy and `warnings` that would change or break a search.

    Pandas output of transformers, metadata routing, floating point errors and warnings turned into errors are what
    people set for their own code. Warnings stay warnings inside, and those that a person silenced stay silent; what one
    library has to say to another about coming changes is no news for a person. All of it counts in this thread only: a
    search in the background leaves the cells beside it alone.
    """
    sklearn_defaults = config_context(
        transform_output="default", enable_metadata_routing=False, array_api_dispatch=False, assume_finite=False
    )
    numpy_defaults = np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")
    with sklearn_defaults, numpy_defaults, softened(), silenced(DeprecationWarning, FutureWarning):
        yield
