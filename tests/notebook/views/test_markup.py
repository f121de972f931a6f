from __future__ import annotations

from jupyter_metaml.notebook.views.markup import Column, details, facts, page, table


def test_a_table_has_a_caption_and_scopes():
    whole = str(table("Things", (Column(head="#", is_number=True), Column(head="Name")), [("1", "a"), ("2", "b")]))

    assert "<caption>Things</caption>" in whole
    assert whole.count('scope="col"') == 2
    assert '<td class="mml-num">1</td><th scope="row">a</th>' in whole


def test_the_best_row_stands_out():
    whole = str(table("Things", (Column(head="Name"),), [("a",), ("b",)], best_first=True))

    assert whole.count('class="mml-best"') == 1


def test_details_are_closed_unless_opened():
    assert "<details>" in str(details("More", "x"))
    assert '<details open="">' in str(details("More", "x", is_open=True))


def test_facts_are_pairs():
    assert str(facts([("a", "b")])) == "<dl><dt>a</dt><dd>b</dd></dl>"


def test_a_page_carries_its_style():
    assert str(page("x")).startswith('<div class="mml"><style>.mml{')
