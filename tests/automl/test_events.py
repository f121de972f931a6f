from __future__ import annotations

from jupyter_metaml.automl import TableProfiled, TaskChecked, fit
from jupyter_metaml.search import SearchFinished, SearchStarted


def test_events_come_in_order(frame, quick):
    events = []

    fit(frame, target="species", save_run=False, listeners=[events.append], **quick)

    kinds = [type(event) for event in events]
    assert kinds[:3] == [TaskChecked, TableProfiled, SearchStarted]
    assert kinds[-1] is SearchFinished
