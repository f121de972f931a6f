"""Looking for garbage pauses, and goes on as it was."""

from __future__ import annotations

import gc

import pytest

from jupyter_metaml.knowledge import Store
from jupyter_metaml.knowledge.garbage import collection_paused


@pytest.fixture
def collecting():
    assert gc.isenabled()
    yield
    gc.enable()


def test_collection_pauses(collecting):
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collection_goes_on_after_an_error(collecting):
    with pytest.raises(ValueError, match="spoilt"), collection_paused():
        raise ValueError("spoilt")
    assert gc.isenabled()


def test_collection_stays_off_for_who_had_switched_it_off(collecting):
    gc.disable()
    with collection_paused():
        pass
    assert not gc.isenabled()


def test_who_comes_later_and_leaves_later_does_not_keep_it_off(collecting):
    first, second = collection_paused(), collection_paused()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_opening_and_reading_a_store_leave_collection_on(collecting, tmp_path):
    with Store.open(tmp_path / "mine.sqlite3") as store:
        assert store.read().n_tasks == 0
        assert gc.isenabled()
    assert gc.isenabled()
