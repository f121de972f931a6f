from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from compare_peers import MEASURED, put_between, table

import jupyter_metaml

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE))))
def test_every_command_of_the_readme_exists(target: str):
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("code", [code for code in CODE if "%" not in code])
def test_python_examples_are_python_and_import_what_exists(code: str):
    names = [
        alias.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ImportFrom) and node.module == "jupyter_metaml"
        for alias in node.names
    ]

    assert [name for name in names if not hasattr(jupyter_metaml, name)] == []


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\b(?:docs|notebooks|tests)/[\w./-]+\w", README))))
def test_every_file_of_the_readme_exists(path: str):
    assert (REPOSITORY / path).exists()


def test_comparison_is_that_of_the_figures_in_the_repository():
    results = [MEASURED / name for name in ("results.csv", "baselines.csv", "peers.csv")]

    assert put_between(README, table(*results)) == README


def test_pages_of_the_documentation_show_pictures_that_exist():
    for page in (REPOSITORY / "docs").glob("*.md"):
        shown = re.findall(r'(?:src|srcset)="([^"]+)"', page.read_text(encoding="utf-8"))
        assert [name for name in shown if not (page.parent / name).exists()] == []
