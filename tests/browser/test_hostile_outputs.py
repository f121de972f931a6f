"""The worst outputs and the worst states in a real browser: nothing runs, nothing is loaded, nothing gets a name."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hostile_texts import HOSTILE
from said_outputs import html_outputs, panel_traits

ELEMENTS = "[...document.querySelectorAll('main *')].map((node) => node.localName)"
# Figures of charts depend on the width, and `tabindex` on whether something has to be scrolled.
ATTRIBUTES = """[...document.querySelectorAll('main *')].flatMap((node) =>
  [...node.attributes].map((entry) => (entry.name === "class" ? `class=${entry.value}` : entry.name))
  ).filter((name) => name !== "tabindex")"""
# Had any of it run, been loaded, or taken a name of the page, one of these would tell.
HARM = """[typeof window.jupyterapp, typeof window.onmouseover, document.scripts.length,
  document.querySelectorAll('main img, main a, main form, main iframe, main [id], main [name]').length]"""


def everything(said: str) -> str:
    return "".join(html_outputs(said).values())


def watched(shown: Any) -> list[str]:
    """Note every dialog that a script opens."""
    opened: list[str] = []
    shown.page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    return opened


def test_every_output_has_the_structure_of_a_harmless_one(show_output):
    """Fault rows F1, F2 and F16."""
    harmless = show_output(everything("plain"))
    elements, attributes = (Counter(harmless.page.evaluate(script)) for script in (ELEMENTS, ATTRIBUTES))
    shown = show_output("".join(everything(text) for text in HOSTILE.values()))
    opened = watched(shown)
    shown.page.mouse.move(200, 200)

    expected = [Counter({key: len(HOSTILE) * count for key, count in one.items()}) for one in (elements, attributes)]
    assert [Counter(shown.page.evaluate(script)) for script in (ELEMENTS, ATTRIBUTES)] == expected
    assert shown.page.evaluate(HARM) == ["undefined", "object", 0, 0]
    assert (opened, shown.requests, shown.complaints) == ([], [], [])


def test_the_panel_has_the_structure_of_a_harmless_one(show):
    """Fault rows F1, F2 and F4."""
    shown = show(panel_traits("plain"))
    opened = watched(shown)
    elements = Counter(shown.page.evaluate(ELEMENTS))
    attributes = Counter(shown.page.evaluate(ATTRIBUTES))

    for text in HOSTILE.values():
        shown.set(**panel_traits(text))
        assert Counter(shown.page.evaluate(ELEMENTS)) == elements
        assert Counter(shown.page.evaluate(ATTRIBUTES)) == attributes

    assert shown.page.evaluate(HARM)[0] == "undefined"
    assert shown.page.evaluate(HARM)[3] == 0
    assert (opened, shown.requests, shown.complaints) == ([], [], [])
