"""The widget: five traits that the kernel sets; what they hold is described in `payload`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from jupyter_metaml.notebook.views.theme import STYLE

_STATIC = Path(__file__).parent / "static"
# One module in the browser, written in files that can be read; each knows those before it.
SCRIPTS = ("elements.js", "curve.js", "parts.js", "panel.js")


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


class Panel(anywidget.AnyWidget):
    """A search on the screen."""

    _esm = "\n".join(_read(name) for name in SCRIPTS)
    # What all outputs share, and what is the panel's own, with the same weight.
    _css = STYLE + _read("panel.css").replace(".mml ", ".mml.mml.mml ")

    question = traitlets.Dict().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    suggestions = traitlets.Dict().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)
    results = traitlets.Dict().tag(sync=True)

    def set_state(self, sync_data: Any) -> None:
        """Pass over what a page wants to set: it shows what the kernel says, never the other way round."""
