from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from jupyter_metaml.profiling import CHECKS
from jupyter_metaml.profiling.checks import Finding, check, registry, run_checks

HERE = Path(__file__).parent / "checks"


@pytest.mark.parametrize("code", CHECKS)
def test_each_code_has_one_test_file(code):
    assert len(list(HERE.glob(f"test_{code.lower()}_*.py"))) == 1


@pytest.mark.parametrize("item", CHECKS.values(), ids=CHECKS)
def test_each_check_has_a_title_and_says_what_it_finds(item):
    assert item.title[0].islower()
    assert inspect.getdoc(item.find).startswith("Find ")


def test_each_test_file_belongs_to_a_code():
    assert {path.name.split("_")[1].upper() for path in HERE.glob("test_*.py")} == set(CHECKS)


def test_a_code_is_given_once():
    with pytest.raises(ValueError, match="MML001 exists already"):
        check("MML001", "something else")(lambda survey: None)


def test_serious_findings_come_first_then_codes(survey_of, plain, monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", {})
    for code, severity in (("MML993", "note"), ("MML992", "serious"), ("MML991", "note"), ("MML990", "warning")):
        check(code, "a test")(lambda survey, s=severity: Finding(severity=s, positions=[0], message="m", advice="a"))
    check("MML994", "a silent test")(lambda survey: None)

    found = run_checks(survey_of(plain))

    assert [warning.code for warning in found] == ["MML992", "MML990", "MML991", "MML993"]
    assert found[0].columns == ("size",)
