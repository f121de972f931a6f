"""What every executor owes that is to run trials: the life of a future, as `concurrent.futures` describes it.

A test class inherits from `ExecutorContract` and gives the two fixtures. Jobs are nested functions, which travel by
value, so that no worker has to find this file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, wait
from pathlib import Path

import pytest

PATIENCE_S = 30.0


def held_until(gate: Path) -> Callable[[], str]:
    """Return a job that waits for a file."""

    def job() -> str:
        import time

        while not os.path.exists(gate):  # noqa: PTH110 - a path object would need its module in the worker
            time.sleep(0.005)
        return "let go"

    return job


class ExecutorContract:
    """Inherit and override the fixtures."""

    @pytest.fixture
    def executor(self) -> Executor:
        """Return an executor with two places; it may be shared by tests."""
        raise NotImplementedError

    @pytest.fixture
    def single(self) -> Executor:
        """Return a new executor with one place, which the test shuts down."""
        raise NotImplementedError

    def test_result_of_a_job_is_that_of_its_function(self, executor):
        assert executor.submit(divmod, 17, 5).result(PATIENCE_S) == (3, 2)

    def test_keywords_reach_the_function(self, executor):
        assert executor.submit(sorted, [1, 3, 2], reverse=True).result(PATIENCE_S) == [3, 2, 1]

    def test_result_none_is_a_result(self, executor):
        future = executor.submit(lambda: None)

        assert future.result(PATIENCE_S) is None
        assert future.exception() is None

    def test_exception_keeps_its_type_and_its_message(self, executor):
        error = executor.submit(lambda: {}["absent"]).exception(PATIENCE_S)

        assert type(error) is KeyError
        assert error.args == ("absent",)

    def test_next_job_runs_after_one_that_raised(self, executor):
        wait([executor.submit(lambda: 1 / 0) for _ in range(4)], PATIENCE_S)

        assert executor.submit(abs, -2).result(PATIENCE_S) == 2

    def test_map_gives_results_in_order(self, executor):
        assert list(executor.map(lambda number: number * number, range(20), timeout=PATIENCE_S)) == [
            number * number for number in range(20)
        ]

    def test_callback_gets_the_finished_future(self, executor):
        seen = []
        future = executor.submit(abs, -1)

        future.add_done_callback(seen.append)
        wait([future], PATIENCE_S)

        assert seen == [future]

    def test_job_that_has_not_started_can_be_cancelled(self, single, tmp_path):
        gate = tmp_path / "gate"
        first, second = single.submit(held_until(gate)), single.submit(abs, -1)

        assert second.cancel()
        gate.touch()

        assert first.result(PATIENCE_S) == "let go"
        with pytest.raises(CancelledError):
            second.result(PATIENCE_S)
        single.shutdown()

    def test_shutdown_waits_for_jobs_that_were_submitted(self, single, tmp_path):
        gate = tmp_path / "gate"
        futures = [single.submit(held_until(gate)), single.submit(abs, -1)]
        gate.touch()

        single.shutdown()

        assert [future.result(0) for future in futures] == ["let go", 1]

    def test_shutdown_can_cancel_what_waits(self, single, tmp_path):
        gate = tmp_path / "gate"
        futures = [single.submit(held_until(gate))] + [single.submit(abs, -1) for _ in range(3)]
        while not futures[0].running():
            wait(futures[:1], 0.01)

        single.shutdown(wait=False, cancel_futures=True)
        gate.touch()

        assert futures[0].result(PATIENCE_S) == "let go"
        assert all(future.cancelled() for future in futures[1:])

    def test_no_job_is_taken_after_shutdown(self, single):
        single.shutdown()

        with pytest.raises(RuntimeError):
            single.submit(abs, -1)

    def test_leaving_the_block_shuts_down(self, single):
        with single as entered:
            future = entered.submit(abs, -3)

        assert future.result(0) == 3
        with pytest.raises(RuntimeError):
            single.submit(abs, -1)
