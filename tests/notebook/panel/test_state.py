from __future__ import annotations

from functools import reduce

from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import TrialStarted

START = PanelState(search=SearchState(table="df", target="y", budget_s=60.0))


def started(number: int) -> TrialStarted:
    configuration = Configuration.of("linear", C=2.0)
    return TrialStarted(elapsed_s=4.0, number=number, configuration=configuration, origin="searched")


def test_a_running_trial_keeps_its_worker(make_events):
    state = reduce(follow, make_events()[:6], START)
    assert [worker.number for worker in state.workers if worker] == [1, 2]

    state = reduce(follow, make_events()[6:7], state)
    assert [worker and worker.number for worker in state.workers] == [None, 2]

    state = follow(state, started(3))
    assert [worker and worker.number for worker in state.workers] == [3, 2]


def test_a_suggestion_is_named_with_its_rank(make_events):
    state = follow(reduce(follow, make_events("Linear")[:6], START), started(3))

    assert [worker.origin for worker in state.workers if worker] == ["suggestion 1", "suggestion 2", "search"]
    assert [worker.title for worker in state.workers if worker][:2] == ["Linear", "Linear"]


def test_details_of_a_trial_are_kept(make_events):
    state = reduce(follow, make_events("no luck"), START)

    assert state.details[2].reason == "no luck"
    assert state.details[2].predict_ms is None
    assert state.details[1].predict_ms == 0.0
    assert (state.details[1].predict_row_ms, state.details[2].predict_row_ms) == (6.3, None)


def test_the_blend_is_that_of_the_last_best_without_the_baseline(make_events):
    assert START.blend == ()
    assert reduce(follow, make_events(), START).blend == ((1, 1.0),)
