"""Nothing in a table, a name or an error can become more than text, wherever it is shown or written.

The texts are those of `hostile_texts`, the outputs those of `said_outputs`; `tests/browser` shows them in a browser.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from said_outputs import html_outputs, panel_traits, run_record, text_outputs

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.notebook.completion import complete
from jupyter_metaml.notebook.errors import AutoMLError, one_line_errors
from jupyter_metaml.notebook.line_parser import unquote
from jupyter_metaml.notebook.views.html import ATTRIBUTES, TAGS
from jupyter_metaml.notebook.views.visible_text import visible

VIEWS = tuple(html_outputs("plain"))
TEXTS = tuple(text_outputs("plain"))
MAX_LINES = 12


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


def leaves(value: Any) -> Iterator[Any]:
    """Return what stands at the ends of nested lists and mappings."""
    if isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


def keys(value: Any) -> list[str]:
    """Return all keys of nested mappings, in order."""
    if isinstance(value, dict):
        return [*value, *(key for part in value.values() for key in keys(part))]
    return [key for part in value for key in keys(part)] if isinstance(value, list | tuple) else []


# ---- HTML


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_changes_no_element_and_no_attribute(hostile, view):
    """Fault rows F1 and F2."""
    harmless, tried = Structure(html_outputs("plain")[view]), Structure(html_outputs(hostile)[view])

    assert tried.elements == harmless.elements
    assert tried.others == []


@pytest.mark.parametrize("view", VIEWS)
def test_only_listed_elements_and_attributes_are_used(view):
    elements = Structure(html_outputs("plain")[view]).elements

    assert {tag for tag, _ in elements} <= TAGS
    assert {name for _, attributes in elements for name, _ in attributes} <= {name.lower() for name in ATTRIBUTES}


def test_no_element_can_be_named_or_lead_away():
    """Fault row F2: neither a page nor JupyterLab can be told to do anything by what we write."""
    assert ATTRIBUTES & {"id", "name", "href", "src", "action", "for", "target", "xlink:href"} == set()
    assert not any(name.startswith(("data-", "on")) for name in ATTRIBUTES)


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_is_shown_as_text(hostile, view):
    html = html_outputs(hostile)[view]
    text = "".join(Structure(html).texts)

    assert visible(hostile, limit=20)[:8] in text
    assert html.isprintable()


@pytest.mark.parametrize("view", VIEWS)
def test_long_texts_are_cut(view):
    """Fault row F15."""
    assert len(html_outputs("<" * 1_000_000)[view]) < 60_000


# ---- the panel, and records for machines


def test_the_panel_gets_the_same_fields_and_readable_texts(hostile):
    """Fault rows F1 to F3."""
    traits = panel_traits(hostile)

    assert keys(traits) == keys(panel_traits("plain"))
    assert all(leaf.isprintable() for leaf in leaves(traits) if isinstance(leaf, str))
    assert len(json.dumps(traits, allow_nan=False)) < 20_000


def test_records_for_machines_have_the_same_fields_and_are_short(hostile):
    record = run_record(hostile)

    assert keys(record) == keys(run_record("plain"))
    assert all(leaf.isprintable() for leaf in leaves(record) if isinstance(leaf, str))
    assert len(json.dumps(record, allow_nan=False)) < 2_000


# ---- text and code


@pytest.mark.parametrize("view", TEXTS)
def test_hostile_text_moves_no_cursor_and_adds_no_line(hostile, view):
    """Fault row F3."""
    lines = text_outputs(hostile)[view].split("\n")

    assert all(line.isprintable() for line in lines)
    assert len(lines) == len(text_outputs("plain")[view].split("\n")) <= MAX_LINES
    assert all(len(line) < 1_000 for line in lines)


def test_errors_are_one_readable_line(hostile):
    with pytest.raises(AutoMLError) as caught, one_line_errors(debug=False):
        raise DataError(hostile)

    lines = caught.value._render_traceback_()
    assert len(lines) == 1
    assert lines[0].isprintable()
    assert len(lines[0]) < 2_100


@pytest.mark.parametrize("option", ["target", "metric", "models", "groups", "run", "into", "resume"])
def test_what_a_cell_is_given_comes_back_in_one_readable_line(shell, hostile, option):
    """Fault rows F6, F7 and F10: it is looked up, never run, and no file is opened for it."""
    target = "" if option == "target" else "target = 'town'\n"
    error = shell.error(f"%%automl df\n{target}{option} = {hostile!r}")

    assert isinstance(error, AutoMLError)
    assert str(error).isprintable()
    assert len(str(error)) < 2_100


@pytest.mark.parametrize("magic", ["%automl_load", "%automl_show"])
def test_runs_are_looked_up_by_their_names_only(shell, hostile, magic):
    """Fault row F6."""
    error = shell.error(f"{magic} '{hostile}'" if "'" not in hostile and "\n" not in hostile else f"{magic} '../x'")

    assert isinstance(error, AutoMLError)
    assert str(error).isprintable()


def test_what_tab_offers_stands_for_the_name_and_nothing_else(hostile):
    """Fault rows F10 and F11."""
    names = {"df": pd.DataFrame([[1]], columns=pd.Index([hostile], dtype=object))}
    in_body, on_line = "%%automl df\ntarget = ", "%automl df --target "
    literals = complete(in_body, 1, len("target = "), names).words
    words = complete(on_line, 0, len(on_line), names).words

    assert [ast.literal_eval(word) for word in literals] in ([hostile], [])
    assert [unquote(word) for word in words] in ([hostile], [])
    assert all(word.isprintable() for word in (*literals, *words))
