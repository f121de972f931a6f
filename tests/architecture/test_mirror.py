"""Who changes a module finds its tests without searching: the tests mirror the package."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
ROOT = REPOSITORY / "jupyter_metaml"
TESTS = REPOSITORY / "tests"

# Modules that need no test file of their own, each with the reason.
TESTED_ELSEWHERE: dict[str, str] = {
    "exceptions.py": "the tree has no behaviour; the messages are tested where they are raised",
    "typing.py": "aliases only",
}
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py") if path.name != "__init__.py")


def possible_tests(module: Path) -> list[Path]:
    """List where a module's tests may stand: at the same place, or at that of the sub-package it belongs to."""
    package, *inner = module.parts
    places = [TESTS / module.parent / f"test_{module.stem}.py"]
    if len(inner) > 1:
        places += [TESTS / package / f"test_{module.stem}.py", TESTS / package / f"test_{inner[0]}.py"]
    return places


def test_every_module_has_its_tests():
    missing = [
        module.as_posix()
        for module in MODULES
        if module.as_posix() not in TESTED_ELSEWHERE and not any(path.exists() for path in possible_tests(module))
    ]

    assert missing == []


def test_exempt_modules_are_still_there():
    assert [name for name in TESTED_ELSEWHERE if not (ROOT / name).exists()] == []
