"""One thread of BLAS while somebody asks for it, and what was allowed before as soon as nobody does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from jupyter_metaml.blas_threads import one_blas_thread


def allowed() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.fixture(autouse=True)
def three_threads():
    np.dot(np.ones((2, 2)), np.ones((2, 2)))  # loads BLAS
    with threadpool_limits(limits=3, user_api="blas"):
        if allowed() != {3}:
            pytest.skip("this BLAS cannot be told how many threads it has")
        yield


def test_one_thread_is_allowed_meanwhile():
    with one_blas_thread():
        assert allowed() == {1}
    assert allowed() == {3}


def test_an_error_gives_the_threads_back():
    with pytest.raises(ValueError, match="inside"), one_blas_thread():
        raise ValueError("inside")

    assert allowed() == {3}


@pytest.fixture
def other():
    """Return a thread that stays alive and does what it is told."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda call: pool.submit(call).result()


@pytest.mark.parametrize("leaves_first", ["main", "other"])
@pytest.mark.parametrize("enters_first", ["main", "other"])
def test_the_limit_holds_until_the_last_thread_leaves(other, enters_first, leaves_first):
    limits = {"main": one_blas_thread(), "other": one_blas_thread()}
    run = {"main": lambda call: call(), "other": other}
    leaves_last = "main" if leaves_first == "other" else "other"

    run[enters_first](limits[enters_first].__enter__)
    for name in limits.keys() - {enters_first}:
        run[name](limits[name].__enter__)
    assert run[leaves_last](allowed) == {1}

    run[leaves_first](lambda: limits[leaves_first].__exit__(None, None, None))
    assert run[leaves_last](allowed) == {1}

    run[leaves_last](lambda: limits[leaves_last].__exit__(None, None, None))
    assert run[leaves_last](allowed) == {3}
    assert allowed() == {3}
