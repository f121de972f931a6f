from __future__ import annotations

import gc

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.session import Session


class Result:
    """Anything that can be referred to weakly."""


def test_what_was_bound_is_ours_until_the_name_changes_hands():
    session, names, result = Session(), {}, Result()

    session.bind({"model": result}, names)

    assert names == {"model": result}
    assert session.is_ours("model", result)
    assert not session.is_ours("model", Result())
    assert not session.is_ours("other", result)


def test_results_are_not_kept_alive():
    session, names = Session(), {}
    session.bind({"model": Result()}, names)

    names.clear()
    gc.collect()

    assert not session.is_ours("model", None)


def test_a_second_search_is_refused_with_the_name_of_the_first():
    session = Session()

    still_running = pytest.raises(UsageError, match="A search on 'df' is still running")
    with session.searching("df"), still_running, session.searching("other"):
        pass


def test_the_place_is_free_again_after_a_failure():
    session = Session()

    with pytest.raises(ZeroDivisionError), session.searching("df"):
        _ = 1 / 0

    with session.searching("other"):
        pass
