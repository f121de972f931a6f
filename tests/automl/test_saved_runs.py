from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from networks_of_others import networks_of_others
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from skops import io as skops_io

from jupyter_metaml import Run, fit, load_run
from jupyter_metaml.automl import saved_runs
from jupyter_metaml.automl.portable import PortableError
from jupyter_metaml.automl.saved_runs import UntrustedTypesError, VersionsDifferWarning
from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.pipelines import families, family, why_unavailable

__all__ = ["networks_of_others"]


@pytest.fixture
def saved(classes_run, tmp_path):
    classes_run.save(tmp_path / "run")
    return tmp_path / "run"


def test_saved_run_predicts_and_reports_the_same(saved, classes_run, frame):
    loaded = Run.load(saved)

    pd.testing.assert_series_equal(loaded.predict(frame), classes_run.predict(frame))
    np.testing.assert_allclose(loaded.predict_proba(frame), classes_run.predict_proba(frame))
    assert loaded.report() == classes_run.report()
    assert str(loaded) == str(classes_run)


def test_the_model_is_packed(saved):
    """What skops writes is text mostly: forty times as long as it need be where there is a vocabulary."""
    with zipfile.ZipFile(saved / "model.skops") as archive:
        sizes = [(entry.compress_size, entry.file_size) for entry in archive.infolist()]

    assert 2 * sum(packed for packed, _ in sizes) < sum(size for _, size in sizes)


def test_saved_run_can_be_replaced(saved, numbers_run):
    numbers_run.save(saved)

    assert Run.load(saved).id == numbers_run.id


def test_leaderboard_is_there_for_spreadsheets(saved, classes_run):
    assert len(pd.read_csv(saved / "leaderboard.csv")) == len(classes_run.leaderboard)


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "\\t=1"),
        ("\r=1", "\\r=1"),
        ("Linear", "Linear"),
    ],
)
def test_no_text_of_the_leaderboard_is_a_formula(classes_run, text, written_as):
    """Fault row F12."""
    frame = saved_runs.leaderboard_frame(classes_run.record.report.leaderboard)

    written = saved_runs._spreadsheet(frame.assign(model=text, score=-0.5))

    again = pd.read_csv(io.BytesIO(written))
    assert set(again["model"]) == {written_as}
    assert set(again["score"]) == {-0.5}


def test_directory_with_other_files_is_not_touched(classes_run, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(StorageError, match="holds other files"):
        classes_run.save(tmp_path)
    with pytest.raises(StorageError, match="is a file"):
        classes_run.save(tmp_path / "thesis.txt")


def test_place_that_cannot_be_written_is_refused(classes_run):
    for place in ("/dev/null/run", "null\0character"):
        with pytest.raises(StorageError, match="cannot be written"):
            classes_run.save(place)


def test_tilde_is_the_home_directory(classes_run, frame, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))

    classes_run.save("~/mine")

    assert (tmp_path / "mine" / "report.json").exists()
    assert Run.load("~/mine").predict(frame).equals(classes_run.predict(frame))


def test_unknown_types_are_listed_and_refused(saved):
    evil = Pipeline([("step", FunctionTransformer(pytest.skip))])
    skops_io.dump(evil, saved / "model.skops")

    with pytest.raises(UntrustedTypesError, match=r"trust=\["):
        Run.load(saved)


def test_types_that_are_trusted_by_name_are_loaded(saved):
    skops_io.dump(Pipeline([("step", FunctionTransformer(kw_args={"when": Decimal(1)}))]), saved / "model.skops")
    types = skops_io.get_untrusted_types(file=saved / "model.skops")

    assert types == ["decimal.Decimal"]
    assert isinstance(Run.load(saved, trust=types).pipeline, Pipeline)


def test_functions_are_refused_even_when_their_types_are_trusted(saved):
    skops_io.dump(Pipeline([("step", FunctionTransformer(pytest.approx))]), saved / "model.skops")
    types = skops_io.get_untrusted_types(file=saved / "model.skops")

    with pytest.raises(PortableError, match="approx"):
        Run.load(saved, trust=types)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_file_that_is_no_model_is_refused(saved, content):
    (saved / "model.skops").write_bytes(content)

    with pytest.raises(StorageError, match="no model file"):
        Run.load(saved)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 99}', '{"schema": 1, "run": {}}', "[" * 100_000])
def test_file_that_is_no_report_is_refused(saved, content):
    (saved / "report.json").write_text(content)

    with pytest.raises(StorageError):
        Run.load(saved)


def test_file_that_is_too_large_is_not_opened(saved, monkeypatch):
    monkeypatch.setattr(saved_runs, "MAX_REPORT_BYTES", 10)
    with pytest.raises(StorageError, match="larger than"):
        Run.load(saved)

    monkeypatch.undo()
    monkeypatch.setattr(saved_runs, "MAX_UNPACKED_BYTES", 10)
    with pytest.raises(StorageError, match="not opened"):
        Run.load(saved)


def test_place_without_a_run_is_refused(tmp_path):
    with pytest.raises(StorageError, match="no report"):
        Run.load(tmp_path)


def test_other_versions_are_told_before_loading(saved):
    text = json.loads((saved / "report.json").read_text())
    text["run"]["report"]["versions"]["scikit-learn"] = "0.1"
    (saved / "report.json").write_text(json.dumps(text))

    with pytest.warns(VersionsDifferWarning, match=r"scikit-learn 0\.1"):
        Run.load(saved)


def test_stored_run_is_loaded_by_the_end_of_its_name(quick, frame, tmp_path):
    run = fit(frame, target="species", runs_dir=tmp_path, **quick)

    loaded = load_run(run.id[-6:], runs_dir=tmp_path)

    assert loaded.report() == run.report()
    pd.testing.assert_series_equal(loaded.predict(frame), run.predict(frame))


def test_unknown_run_is_refused(tmp_path):
    with pytest.raises(StorageError, match="no run named 'x'"):
        load_run("x", runs_dir=tmp_path)


def test_what_to_do_with_a_model_that_cannot_be_written(networks_of_others, quick, frame, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("no constructor for tensors")

    run = fit(frame, target="species", save_run=False, **{**quick, "families": ("tabpfn",)})
    monkeypatch.setattr("skops.io.dumps", refuse)

    with pytest.raises(StorageError, match=r"no constructor for tensors.*exclude=\['tabpfn'\], or pickle"):
        run.save(tmp_path / "run")
    assert not (tmp_path / "run").exists()
    assert len(run.predict(frame)) == len(frame)


@pytest.mark.slow
@pytest.mark.parametrize("name", families())
def test_models_of_every_family_are_saved_and_loaded(name, quick, frame, tmp_path):
    if why_unavailable(family(name)):
        pytest.skip(f"{name} is not installed")
    if family(name).weights is not None:
        pytest.skip("a network of others is not among the types that are trusted")
    texts = [f"seen {place} times near the {island} coast" for place, island in enumerate(frame["island"])]
    table = frame.assign(note=texts) if name == "text_linear" else frame

    run = fit(table, target="species", save_run=False, **{**quick, "families": name})
    run.save(tmp_path / "run")

    assert run.report().members
    pd.testing.assert_series_equal(Run.load(tmp_path / "run").predict(table), run.predict(table))
