"""Links lead somewhere: files that are named exist, and a Binder link opens a notebook that is there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "notebooks").glob("*.ipynb"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)|\b(?:src|href)=\"([^\"]+)\"")
BINDER = re.compile(r"https://mybinder\.org/v2/gh/([^/\s]+/[^/\s]+)/[^\s?)]+(\?[^\s)`\"]*)?")


def prose(path: Path) -> str:
    """Return the text of a page; of a notebook, that of its markdown cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_files_that_are_linked_exist(page: Path):
    links = [urlsplit(first or second) for first, second in LINK.findall(prose(page))]

    named = [unquote(link.path) for link in links if not link.scheme and not link.netloc and link.path]
    assert [name for name in named if not (page.parent / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_binder_opens_notebooks_that_exist(page: Path):
    queries = [parse_qs(query.removeprefix("?")) for _, query in BINDER.findall(prose(page))]

    opened = [path for query in queries for name in ("urlpath", "labpath") for path in query.get(name, ())]
    assert [path for path in opened if not (REPOSITORY / path.removeprefix("lab/tree/")).is_file()] == []
    assert len(opened) == len(queries)


def test_the_readme_sends_nobody_to_a_repository_that_is_not_ours():
    addresses = " ".join(PROJECT.get("urls", {}).values())

    assert [name for name, _ in BINDER.findall(prose(REPOSITORY / "README.md")) if name not in addresses] == []


def test_contributing_says_how_binder_is_linked():
    assert BINDER.search(prose(REPOSITORY / "CONTRIBUTING.md"))
