"""Optuna without its log lines and its notes on experimental arguments."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import optuna

from jupyter_metaml.warning_filters import silenced


@contextlib.contextmanager
def quiet_optuna() -> Iterator[None]:
    """Silence Optuna while the block runs; its settings are as before afterwards."""
    level = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        with silenced(optuna.exceptions.ExperimentalWarning):
            yield
    finally:
        optuna.logging.set_verbosity(level)
