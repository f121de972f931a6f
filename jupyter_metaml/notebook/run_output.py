"""A run alone in a cell shows its whole report, as the cell that made it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_metaml.automl import Run
    from jupyter_metaml.notebook.views.bundles import Bundle

# By name, so that nothing of the engine is imported before there is a run.
_MODULE, _NAME = "jupyter_metaml.automl.run", "Run"


def show_runs(shell: InteractiveShell) -> None:
    """Let the shell show runs as reports."""
    if shell.display_formatter is not None:
        shell.display_formatter.mimebundle_formatter.for_type_by_name(_MODULE, _NAME, shown_run)


def show_runs_plainly(shell: InteractiveShell) -> None:
    """Take back what `show_runs` did."""
    if shell.display_formatter is not None:
        shell.display_formatter.mimebundle_formatter.pop(f"{_MODULE}.{_NAME}", None)


def shown_run(run: Run) -> Bundle:
    """Return the report of a run, without the figures by which panels find the runs of a notebook."""
    from jupyter_metaml.automl import headline, summary
    from jupyter_metaml.notebook.views.bundles import bundle
    from jupyter_metaml.notebook.views.report_view import report_html

    report = run.report()
    return bundle(report_html(report, headline=headline(report), names={}), summary(report))
