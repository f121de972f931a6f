from __future__ import annotations

import os
from pathlib import Path

import pytest
from networks_of_others import install_stand_ins

from jupyter_metaml.notebook import doctor
from jupyter_metaml.notebook.display_mode import DisplayMode
from jupyter_metaml.notebook.doctor import doctor_html, doctor_text, examine
from jupyter_metaml.pipelines import registry

DISPLAY = DisplayMode(mode="static", reason="nobody watches")


def test_the_facts_are_there(tmp_path: Path):
    facts = {finding.name: finding.value for finding in examine(DISPLAY, tmp_path)}

    assert facts["Display"] == "static: nobody watches"
    assert "allowed of" in facts["Cores"]
    assert "GiB" in facts["Memory"]
    assert "scikit-learn" in facts["Packages"]
    assert "catboost" in facts["Optional packages"]
    assert facts["Runs"] == str(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not hold for root")
def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path):
    tmp_path.chmod(0o500)

    assert examine(DISPLAY, tmp_path / "runs")[-1].is_bad


def test_a_model_whose_library_cannot_be_loaded_is_a_problem(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(registry, "_trouble_with", lambda package: "no OpenMP" if package == "lightgbm" else None)

    (models,) = [finding for finding in examine(DISPLAY, tmp_path) if finding.name == "Models"]

    assert "; not LightGBM: no OpenMP" in models.value
    assert models.is_bad


def test_an_optional_package_that_is_absent_is_no_problem(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(registry, "_trouble_with", lambda package: None if package == "lightgbm" else "absent")
    monkeypatch.setattr(doctor, "find_spec", lambda package: None)

    (models,) = [finding for finding in examine(DISPLAY, tmp_path) if finding.name == "Models"]

    assert "not CatBoost: absent" in models.value
    assert not models.is_bad


def test_weights_that_nobody_has_fetched_are_no_problem(tmp_path: Path, monkeypatch):
    install_stand_ins(monkeypatch, tmp_path)

    (models,) = [finding for finding in examine(DISPLAY, tmp_path) if finding.name == "Models"]

    assert "not TabPFN v2 (Prior Labs License): its weights are not in" in models.value
    assert not models.is_bad


def test_a_file_in_place_of_the_folder_is_a_problem(tmp_path: Path):
    (tmp_path / "file").touch()
    findings = examine(DISPLAY, tmp_path / "file")

    assert findings[-1].is_bad
    assert "PROBLEM" in doctor_text(findings)
    assert "Problem:" in str(doctor_html(findings))


def test_the_magic_shows_them(shell):
    shell.run("%automl_doctor")

    assert "plain IPython shows text" in shell.bundles()[0]["text/plain"]
