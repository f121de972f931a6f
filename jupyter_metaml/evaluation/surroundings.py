"""Global settings that a trial sees, whatever the person has set in the notebook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import numpy as np
import sklearn
from threadpoolctl import threadpool_limits

from jupyter_metaml.warning_filters import silenced

# Those that change what an estimator returns or asks for; scikit-learn's own defaults.
_SKLEARN_DEFAULTS = {
    "array_api_dispatch": False,
    "assume_finite": False,
    "enable_metadata_routing": False,
    "skip_parameter_validation": False,
    "transform_output": "default",
}
# What joblib and the boosters believe the number of processors to be, for `n_jobs=-1`.
_CPU_COUNT = "LOKY_MAX_CPU_COUNT"


@contextmanager
def calm_surroundings(n_jobs: int) -> Iterator[None]:
    """Silence warnings and floating-point errors, use scikit-learn's defaults, and cap threads, until the block ends.

    Warnings and NumPy's error state belong to the person: ``warnings.simplefilter("error")`` or
    ``np.seterr(all="raise")`` in a cell must not decide whether a candidate can be fitted. All is as before
    afterwards.

    Parameters
    ----------
    n_jobs : int
        Threads for linear algebra and OpenMP, and what ``n_jobs=-1`` means inside.
    """
    with ExitStack() as stack:
        stack.enter_context(silenced(Warning))
        stack.enter_context(np.errstate(all="ignore"))
        stack.enter_context(sklearn.config_context(**_SKLEARN_DEFAULTS))
        stack.enter_context(threadpool_limits(limits=n_jobs))
        stack.enter_context(_believed_cpus(n_jobs))
        yield


@contextmanager
def _believed_cpus(n_jobs: int) -> Iterator[None]:
    before = os.environ.get(_CPU_COUNT)
    os.environ[_CPU_COUNT] = str(n_jobs)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_CPU_COUNT, None)
        else:
            os.environ[_CPU_COUNT] = before
