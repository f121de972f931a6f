"""Nothing in a table, a name or an error can become markup: the structure of every view is that of harmless data."""

from __future__ import annotations

from functools import reduce
from html.parser import HTMLParser

import pytest

from jupyter_metaml.notebook.views.html import ATTRIBUTES, TAGS
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.profile_view import profile_html, profile_text
from jupyter_metaml.notebook.views.report_view import report_html
from jupyter_metaml.notebook.views.search_state import SearchState, after
from jupyter_metaml.notebook.views.search_view import failure_html, search_html
from jupyter_metaml.notebook.views.suggestions_view import suggestions_html, suggestions_text
from jupyter_metaml.notebook.views.visible_text import visible


class Structure(HTMLParser):
    """Collects elements with their attributes, and the text between."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def views(said: str, make_report, make_profile, make_events) -> dict[str, str]:
    """Return every view of data in which every text is the given one."""
    report, profile = make_report(said), make_profile(said)
    state = reduce(after, make_events(said), SearchState(table=said, target=said, budget_s=30.0))
    return {
        "report": str(report_html(report, headline=said, names={"model": "m", "run": "r"}, notes=(said,))),
        "profile": str(page(profile_html(profile))),
        "suggestions": str(page(suggestions_html(report.recommendations, {1: said}))),
        "search": str(search_html(state)),
        "failure": str(failure_html(state, said)),
    }


VIEWS = ("report", "profile", "suggestions", "search", "failure")


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_changes_no_element_and_no_attribute(hostile, view, make_report, make_profile, make_events):
    harmless = Structure(views("plain", make_report, make_profile, make_events)[view])
    tried = Structure(views(hostile, make_report, make_profile, make_events)[view])

    assert tried.elements == harmless.elements
    assert tried.others == []


@pytest.mark.parametrize("view", VIEWS)
def test_only_listed_elements_and_attributes_are_used(view, make_report, make_profile, make_events):
    elements = Structure(views("plain", make_report, make_profile, make_events)[view]).elements

    assert {tag for tag, _ in elements} <= TAGS
    assert {name for _, attributes in elements for name, _ in attributes} <= {name.lower() for name in ATTRIBUTES}


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_is_shown_as_text(hostile, view, make_report, make_profile, make_events):
    html = views(hostile, make_report, make_profile, make_events)[view]
    text = "".join(Structure(html).texts)

    assert visible(hostile, limit=20)[:8] in text
    assert html.isprintable()


def test_hostile_text_moves_no_cursor(hostile, make_report, make_profile):
    texts = profile_text(make_profile(hostile)) + suggestions_text(make_report(hostile).recommendations)

    assert all(character.isprintable() for character in texts.replace("\n", ""))
