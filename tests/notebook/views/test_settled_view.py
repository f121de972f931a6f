from __future__ import annotations

import pytest

from jupyter_metaml.notebook.views.bundles import RUN_TYPE
from jupyter_metaml.notebook.views.settled_view import MAX_LINES, settled_run

NAMES = {"model": "best", "run": "search"}


def test_the_names_come_last_and_the_text_stays_short(make_run):
    shown = settled_run(make_run(), NAMES, ("a note",), quiet=False)
    lines = shown["text/plain"].splitlines()

    assert len(lines) <= MAX_LINES
    assert lines[-2:] == ["a note", "best and search are ready."]
    assert shown[RUN_TYPE]["names"] == NAMES


def test_quiet_is_one_line(make_run):
    assert len(settled_run(make_run(), NAMES, (), quiet=True)["text/plain"].splitlines()) == 1


@pytest.mark.parametrize("quiet", [True, False])
def test_texts_of_the_data_stay_texts(make_run, hostile, quiet):
    html = settled_run(make_run(hostile), NAMES, (), quiet=quiet)["text/html"]

    assert "<script>alert" not in html
    assert "<img src=x" not in html
