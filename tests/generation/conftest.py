"""Let test files, which are no packages, import the tables that tasks are cut from."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "cuts"))
