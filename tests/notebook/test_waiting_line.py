from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.waiting_line import WaitingLine


def test_the_first_one_runs_and_the_next_one_when_it_has_left():
    line = WaitingLine()
    first, second, third = (line.join(name) for name in ("a", "b", "c"))

    assert (first.is_first, second.is_first, third.is_first) == (True, False, False)
    second.leave()
    first.leave()
    first.leave()
    assert third.is_first
    third.leave()
    assert line.is_empty


def test_a_search_from_inside_of_another_is_refused_with_its_name():
    line = WaitingLine()
    place = line.join("df")
    assert place.is_first

    with pytest.raises(UsageError, match="A search on 'df' is still running here"):
        line.join("other")


def test_a_thread_may_join_while_another_one_searches():
    line = WaitingLine()
    place = line.join("df")

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: place.is_first).result()

    assert not line.join("other").is_first
