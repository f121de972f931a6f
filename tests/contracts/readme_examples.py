"""The examples of the README, for those who run them and those who take pictures of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(heading: str) -> list[str]:
    """Return the Python blocks below a heading, up to the next one."""
    _, _, rest = README.partition(f"\n{heading}\n")
    section = re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"```python\n(.*?)\n```", section, flags=re.DOTALL)


def with_seconds(cells: Sequence[str], seconds: int) -> list[str]:
    """Return the cells with another time to search."""
    return [re.sub(r"(--time |time_budget_s=)\d+", rf"\g<1>{seconds}", cell) for cell in cells]
