from __future__ import annotations

from types import SimpleNamespace

from jupyter_metaml.notebook.views.suggestions_view import suggestions_html, suggestions_text

SUGGESTIONS = [
    SimpleNamespace(rank=rank, title=f"Model {rank}", why=f"reason {rank}", expected_s=None) for rank in range(1, 8)
]


def test_the_first_five_are_shown_with_their_reasons():
    html = str(suggestions_html(SUGGESTIONS))

    assert "reason 5" in html
    assert "reason 6" not in html
    assert "and 2 more after these" in html
    assert "Result" not in html


def test_results_stand_beside_the_suggestion():
    html = str(suggestions_html(SUGGESTIONS, {1: "0.9000", 2: "failed"}))

    assert "Result" in html
    assert '<td class="mml-nowrap">0.9000</td>' in html


def test_the_text_says_the_same():
    assert suggestions_text(SUGGESTIONS[:1]) == "Tried first:\n  1. Model 1: reason 1"
    assert suggestions_text(SUGGESTIONS).endswith("  and 2 more after these")


def test_seconds_are_shown_where_they_are_expected():
    timed = [SimpleNamespace(rank=1, title="Model", why="quick", expected_s=0.25)]

    assert "0.2 s" in str(suggestions_html(timed))
    assert "Expected" not in str(suggestions_html(SUGGESTIONS))
