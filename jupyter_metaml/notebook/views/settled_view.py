"""The settled output of a run: headline, report, and what is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_metaml.automl import Run, headline, summary
from jupyter_metaml.notebook.views.bundles import Bundle, run_bundle
from jupyter_metaml.notebook.views.html import element, text
from jupyter_metaml.notebook.views.markup import page
from jupyter_metaml.notebook.views.report_view import report_html

MAX_LINES = 12


def settled_run(run: Run, names: Mapping[str, str], notes: Sequence[str], *, quiet: bool) -> Bundle:
    """Return what stays on the screen.

    Parameters
    ----------
    run : Run
    names : mapping of str to str
        What was bound, by role.
    notes : sequence of str
        What is different from what was asked for.
    quiet : bool
        Whether one line is enough.
    """
    report = run.report()
    ready = f"{names['model']} and {names['run']} are ready."
    if quiet:
        line = f"{headline(report)} {ready}"
        return run_bundle(page(element("p", text(line, limit=400))), line, report, names)
    own = [*notes, ready]
    lines = [*summary(report).splitlines()[: MAX_LINES - len(own)], *own]
    html = report_html(report, headline=headline(report), names=names, notes=notes)
    return run_bundle(html, "\n".join(lines), report, names)
