"""One thread of BLAS while somebody asks for it, and what was allowed before as soon as nobody does."""

from __future__ import annotations

import threading

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


def test_several_threads_do_not_keep_each_other_at_one():
    entered, leave = threading.Event(), threading.Event()

    def other() -> None:
        with one_blas_thread():
            entered.set()
            leave.wait()

    thread = threading.Thread(target=other)
    thread.start()
    entered.wait()
    with one_blas_thread():
        assert allowed() == {1}
        leave.set()
        thread.join()
    assert allowed() == {3}
