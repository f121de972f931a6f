"""Which libraries did the work."""

from __future__ import annotations

from importlib import metadata

import pytest

from jupyter_metaml.knowledge import versions
from jupyter_metaml.knowledge.versions import versions_of


@pytest.mark.parametrize(
    ("family", "library"), [("lightgbm", "lightgbm"), ("linear", "scikit-learn"), ("mlp", "scikit-learn")]
)
def test_library_behind_a_family_is_named_with_its_version(family, library):
    assert versions_of(family) == f"{library} {metadata.version(library)}"


def test_library_that_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setitem(versions._LIBRARIES, "ghost", "a-package-of-nobody")

    assert versions_of("ghost") == ""
