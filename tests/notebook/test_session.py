from __future__ import annotations

import gc

from jupyter_metaml.notebook.active_runs import ActiveRun
from jupyter_metaml.notebook.session import Session
from jupyter_metaml.search import StopSignal


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


def test_names_are_promised_until_a_run_has_ended():
    session, button = Session(), StopSignal()
    run = ActiveRun(table="df", target="y", mode="background", budget_s=1.0, names={"model": "m", "run": "r"})
    key = session.active.open(run, button).key

    assert session.promised == {"m", "r"}
    session.active.update(key, state="done")
    assert session.promised == set()
