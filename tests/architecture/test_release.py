"""What a release has to say in more than one place is the same in all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import jupyter_metaml

REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="this is no checkout")


def test_the_citation_names_this_version():
    citation = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")

    assert re.findall(r"^version: (.+)$", citation, flags=re.MULTILINE) == [jupyter_metaml.__version__]


def test_the_changelog_has_a_place_for_what_comes_next():
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")

    headings = re.findall(r"^## (.+)$", changelog, flags=re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    kinds = re.findall(r"^### (.+)$", changelog, flags=re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_hooks_run_the_checkers_of_the_environment():
    hooks = (REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert re.findall(r"entry: (\S+)", hooks) == [".venv/bin/ruff", ".venv/bin/ruff", ".venv/bin/mypy"]
    assert "rev:" not in hooks
