from __future__ import annotations

import pytest

from jupyter_metaml.notebook.views.html import element, join, style_sheet, text


def test_texts_are_escaped_and_markup_is_not():
    assert str(element("p", "<b>&\"'", element("b", "x"))) == "<p>&lt;b&gt;&amp;&quot;&#x27;<b>x</b></p>"


def test_texts_are_escaped_once():
    assert str(element("p", text("a & b"))) == "<p>a &amp; b</p>"


def test_nothing_is_left_out_of_numbers_and_nothing_is_made_of_none():
    assert str(join(None, 0, 1.5, "")) == "01.5"


def test_attributes_are_written_with_hyphens():
    assert str(element("div", aria_valuenow=3, class_="mml-bar")) == '<div aria-valuenow="3" class="mml-bar"></div>'


@pytest.mark.parametrize("tag", ["script", "a", "img", "iframe", "form", "p onload=x"])
def test_other_elements_cannot_be_made(tag: str):
    with pytest.raises(ValueError, match="not on the list"):
        element(tag)


@pytest.mark.parametrize("name", ["onclick", "href", "src", "id", "name", "data_x", "xmlns"])
def test_other_attributes_cannot_be_set(name: str):
    with pytest.raises(ValueError, match="not an attribute"):
        element("p", **{name: "x"})


@pytest.mark.parametrize("value", ['x" onload="y', "<x>", "a'b", "url(&quot;x)", "größe", "{x}"])
def test_values_that_could_break_out_are_refused(value: str):
    with pytest.raises(ValueError, match="not an attribute"):
        element("p", class_=value)


def test_style_sheets_hold_no_markup():
    assert str(style_sheet(".a{b:c}")) == "<style>.a{b:c}</style>"
    with pytest.raises(ValueError, match="no markup"):
        style_sheet("</style>")
