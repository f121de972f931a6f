"""A broad `except` stands in one place: around a candidate's fit, where it ends up in the Trial."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "jupyter_metaml"
BROAD = {"BaseException", "Exception"}
SUPPRESSORS = {"suppress"}


def names_in(node: ast.expr | None) -> set[str]:
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name)} if node is not None else {"BaseException"}


def hands_on(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler only tidies up: its last statement is a bare `raise`."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def broad_places(path: Path) -> list[str]:
    place = path.relative_to(ROOT).as_posix()
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler) and names_in(node.type) & BROAD and not hands_on(node):
            found.append(f"{place}:{node.lineno}")
        if isinstance(node, ast.Call) and names_in(node.func) & SUPPRESSORS:
            found += [f"{place}:{node.lineno}" for argument in node.args if names_in(argument) & BROAD]
    return found


def test_only_the_fit_of_a_candidate_is_caught_broadly():
    found = [place for path in sorted(ROOT.rglob("*.py")) for place in broad_places(path)]

    assert [place for place in found if not place.startswith("evaluation/")] == []
    assert len(found) <= 1, found
