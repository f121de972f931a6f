from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from jupyter_metaml.notebook.panel.widget import _STATIC, SCRIPTS, Panel
from jupyter_metaml.notebook.views.theme import STYLE


@pytest.fixture
def panel() -> Iterator[Panel]:
    panel = Panel(progress={"phase": "checking"})
    yield panel
    panel.close()


def test_script_and_style_travel_with_the_widget(panel):
    assert panel._esm.count("export default") == 1
    assert panel._css.startswith(STYLE)
    assert len(panel._esm) + len(panel._css) < 40_000


def test_nothing_is_loaded_from_elsewhere(panel):
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", panel._esm + panel._css)
    assert not re.findall(r"\b(import|fetch|XMLHttpRequest|WebSocket|url)\s*\(", panel._esm + panel._css)
    assert not any(line.startswith("import ") for line in panel._esm.splitlines())


def test_no_markup_and_no_code_is_ever_made_from_text(panel):
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval|new Function|setTimeout\(\""

    assert not re.findall(forbidden, panel._esm)
    assert not re.findall(r"\.(id|name|href|src|dataset)\b\s*=", panel._esm)


def test_the_parts_of_the_script_are_short_enough_to_be_read():
    lengths = [len((_STATIC / name).read_text(encoding="utf-8").splitlines()) for name in SCRIPTS]

    assert max(lengths) <= 400


def test_own_rules_weigh_as_much_as_those_all_outputs_share(panel):
    own = panel._css.removeprefix(STYLE)

    assert ".mml.mml.mml .mml-button" in own
    assert not re.findall(r"#[0-9a-f]{3,6}\b|rgb", own)


def test_a_page_cannot_set_what_is_shown(panel):
    """Fault row F4."""
    panel._handle_msg({"content": {"data": {"method": "update", "state": {"progress": {"phase": "done"}}}}})

    assert panel.progress == {"phase": "checking"}
