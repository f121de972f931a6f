"""Checks that turn what is known about a table into coded warnings; importing this registers all of them."""

from jupyter_metaml.profiling.checks import column_checks, leak_checks, row_checks, target_checks
from jupyter_metaml.profiling.checks.registry import CHECKS, Check, Finding, check, run_checks

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "check",
    "column_checks",
    "leak_checks",
    "row_checks",
    "run_checks",
    "target_checks",
]
