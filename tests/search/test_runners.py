"""Where trials run is what the settings ask for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from jupyter_metaml.search import SearchSettings
from jupyter_metaml.search.runners import ForeignRunner, InlineRunner, IsolatedRunner, make_runner


def test_settings_choose_the_runner():
    with ThreadPoolExecutor(1) as threads:
        foreign = make_runner(SearchSettings(executor=threads), [None], begins_here=True)
    inline = make_runner(SearchSettings(executor="inline"), [None], begins_here=True)
    isolated = make_runner(SearchSettings(executor="isolated", n_jobs=2), [None], begins_here=True)

    assert isinstance(foreign, ForeignRunner)
    assert isinstance(inline, InlineRunner)
    assert isinstance(isolated, IsolatedRunner)
    assert (foreign.n_slots, inline.n_slots, isolated.n_slots) == (1, 1, 2)
