"""What `pyproject.toml` promises as a lower bound is what `make lowest` installs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
BOUNDED = [*PROJECT["dependencies"], *EXTRAS["arrow"], *EXTRAS["dask"], *EXTRAS["postgres"]]


def pins() -> dict[str, str]:
    text = (REPOSITORY / "constraints" / "lowest.txt").read_text(encoding="utf-8")
    return dict(line.split("==") for line in text.splitlines() if "==" in line)


def bound(requirement: str) -> tuple[str, str]:
    match = re.match(r"([\w-]+)>=([\d.]+)", requirement)
    assert match is not None, f"no lower bound in {requirement!r}"
    return match[1], match[2]


@pytest.mark.parametrize("requirement", BOUNDED)
def test_lower_bound_is_installed_by_the_lowest_lane(requirement: str):
    name, version = bound(requirement)

    assert f"{pins()[name]}.".startswith(f"{version}.")


def test_lowest_lane_pins_nothing_that_is_not_required():
    assert set(pins()) == {bound(requirement)[0] for requirement in BOUNDED}


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_no_dependency_has_an_upper_pin(requirement: str):
    assert re.search(r"<|==|~=", requirement) is None
