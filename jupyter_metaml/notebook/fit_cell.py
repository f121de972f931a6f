"""What ``%%automl`` does: search in the foreground, or start a search in the background."""

from __future__ import annotations

from jupyter_metaml.automl import Run
from jupyter_metaml.notebook.background_run import BackgroundRun
from jupyter_metaml.notebook.search_job import FitCell, SearchJob


def run_fit(cell: FitCell) -> Run:
    """Search, bind the results, and show them; another search of this kernel is waited for.

    Raises
    ------
    UsageError
        If it was started from inside another search.
    StorageError
        If the run could not be saved; the names are bound all the same.
    """
    job = SearchJob(cell, "foreground")
    run = job.run()
    if job.problem is not None:
        raise job.problem
    return run


def start_fit(cell: FitCell) -> BackgroundRun:
    """Start a search that leaves the kernel to the person, and bind its handle."""
    return BackgroundRun.start(cell)
