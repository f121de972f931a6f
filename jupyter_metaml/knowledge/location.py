"""Where a user's own experience lives."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "JUPYTER_METAML_HOME"
STORE_VARIABLE = "JUPYTER_METAML_STORE"
STORE_FILE = "knowledge.sqlite3"


def home() -> Path:
    """Return the directory of all that is kept for this user: ``$JUPYTER_METAML_HOME``, or their data directory."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        # unlike `Path.expanduser`, this leaves an unknown user's "~name" as it is instead of raising
        return Path(os.path.expanduser(chosen))  # noqa: PTH111
    return Path(platformdirs.user_data_dir("jupyter_metaml", appauthor=False))


def default_path() -> Path:
    """Return the file of the store when nobody names another."""
    return home() / STORE_FILE


def named_store() -> str | None:
    """Return the file or URL in ``$JUPYTER_METAML_STORE``, such as a database that a team shares; None without one."""
    return os.environ.get(STORE_VARIABLE) or None
