"""A broad `except` swallows bugs, so it stands where foreign code runs, and there only."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2] / "jupyter_metaml"
BROAD = {"BaseException", "Exception"}

# Where, how often, and whose code runs there.
PLACES: dict[str, tuple[int, str]] = {
    "evaluation/attempt.py": (1, "the fit of a candidate: whatever it raises is the reason of its trial"),
}


def names_in(node: ast.expr | None) -> set[str]:
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name)} if node is not None else {"BaseException"}


def hands_on(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler swallows nothing: it ends by raising, the same exception or a better worded one."""
    return isinstance(handler.body[-1], ast.Raise)


def swallows(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return bool(names_in(node.type) & BROAD) and not hands_on(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "suppress":
        return any(names_in(argument) & BROAD for argument in node.args)
    return False


def test_broad_handlers_stand_only_where_foreign_code_runs():
    found = Counter(
        path.relative_to(ROOT).as_posix()
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if swallows(node)
    )

    assert found == {place: count for place, (count, _) in PLACES.items()}
