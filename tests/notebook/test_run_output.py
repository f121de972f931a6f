from __future__ import annotations

import pytest

from jupyter_metaml.notebook import unload_ipython_extension
from jupyter_metaml.notebook.views.bundles import RUN_TYPE


def shown(shell, value: object) -> dict:
    return shell.ip.display_formatter.format(value)[0]


def test_a_run_alone_in_a_cell_is_its_report(shell, make_run):
    data = shown(shell, make_run())

    assert "Leaderboard" in data["text/html"]
    assert len(data["text/plain"].splitlines()) > 3
    assert RUN_TYPE not in data  # a panel that looks for runs would count it twice


def test_texts_of_the_data_stay_texts(shell, make_run, hostile):
    html = shown(shell, make_run(hostile))["text/html"]

    assert "<script>alert" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("value", [3, "text", None])
def test_nothing_else_changes(shell, value):
    assert shown(shell, value) == {"text/plain": repr(value)}


def test_without_the_extension_it_is_one_line_again(shell, make_run):
    unload_ipython_extension(shell.ip)

    assert shown(shell, make_run()) == {"text/plain": "<Run plain>"}
