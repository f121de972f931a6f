from __future__ import annotations

import pytest

from jupyter_metaml.notebook.output_area import OutputArea

ONE = {"text/plain": "one", "text/html": "<b>one</b>"}
TWO = {"text/plain": "two", "text/html": "<b>two</b>"}


def test_live_output_stays_in_one_place(bare_shell):
    area = OutputArea("live")
    area.draw(ONE)
    area.draw(TWO)
    area.settle(ONE)

    assert [output.get("update", False) for output in bare_shell.shown] == [False, True, True]
    assert bare_shell.bundles() == [ONE]
    assert not area.is_drawn


def test_static_output_comes_once_at_the_end(bare_shell):
    area = OutputArea("static")
    area.draw(ONE)
    area.say("line")
    area.settle(TWO)

    assert bare_shell.bundles() == [TWO]


def test_text_output_is_lines_and_never_html(bare_shell):
    area = OutputArea("text")
    area.draw(ONE)
    area.say("line")
    area.settle(TWO)

    assert bare_shell.bundles() == [{"text/plain": "line"}, {"text/plain": "two"}]


def test_none_shows_nothing(bare_shell):
    area = OutputArea("none")
    area.draw(ONE)
    area.say("line")
    area.settle(TWO)

    assert bare_shell.shown == []


@pytest.mark.parametrize("mode", ["live", "text"])
def test_quiet_output_has_an_end_only(bare_shell, mode):
    area = OutputArea(mode, is_quiet=True)
    area.draw(ONE)
    area.say("line")
    area.settle(TWO)

    assert len(bare_shell.shown) == 1


def test_what_waits_for_the_end_is_called_once_and_told_what_stays(bare_shell):
    area, told = OutputArea("live"), []
    area.when_settled(lambda bundle: told.append((bundle, area.is_drawn)))
    area.draw(ONE)
    area.settle(TWO)
    area.settle(ONE)

    assert told == [(TWO, False)]


@pytest.mark.parametrize(("mode", "is_quiet"), [("text", False), ("static", False), ("live", True)])
def test_a_place_that_is_held_is_filled_at_the_end(bare_shell, mode, is_quiet):
    area = OutputArea(mode, is_quiet=is_quiet)
    area.hold(ONE)
    area.settle(TWO)

    assert len(bare_shell.bundles()) == 1
    assert bare_shell.bundles()[0]["text/plain"] == "two"


def test_what_is_shown_again_settles_too(bare_shell):
    area = OutputArea("live")
    assert not area.show_again()
    area.draw(ONE)
    assert area.show_again()
    area.settle(TWO)

    assert [output.get("update", False) for output in bare_shell.shown] == [False, False, True]
    assert bare_shell.bundles() == [TWO]
    assert not area.show_again()
