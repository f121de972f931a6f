"""The base that comes with the package: opened once, and no reason to fail."""

from __future__ import annotations

import zipfile

import pytest

from jupyter_metaml.knowledge import KnowledgeBase, shipped, write_pack
from jupyter_metaml.knowledge.shipped import shipped_base


@pytest.fixture
def package(monkeypatch, tmp_path):
    """Let the package ship what lies in a folder of the test."""
    monkeypatch.setattr(shipped.resources, "files", lambda _: tmp_path)
    (tmp_path / "shipped").mkdir()
    shipped_base.cache_clear()
    yield tmp_path / "shipped" / "base.zip"
    shipped_base.cache_clear()


def test_base_that_is_shipped_is_read(package, make_task, make_trial):
    write_pack(KnowledgeBase.of([(make_task(), [make_trial()])]), package)

    assert shipped_base().n_trials == 1


def test_it_is_read_once_and_cannot_be_changed(package, make_task, make_trial):
    write_pack(KnowledgeBase.of([(make_task(), [make_trial()])]), package)
    base = shipped_base()
    package.unlink()

    assert shipped_base() is base
    assert not base.loss.flags.writeable


def test_without_a_file_it_is_empty(package):
    assert shipped_base().n_tasks == 0


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_damaged_base_is_left_out_with_a_warning(package, content, caplog):
    package.write_bytes(content)

    assert shipped_base().n_tasks == 0
    assert "Install it again" in caplog.records[0].message


def test_base_can_be_read_from_a_zipped_package(monkeypatch, tmp_path, make_task, make_trial):
    write_pack(KnowledgeBase.of([(make_task(), [make_trial()])]), tmp_path / "base.zip")
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.write(tmp_path / "base.zip", "shipped/base.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        monkeypatch.setattr(shipped.resources, "files", lambda _: zipfile.Path(archive))
        shipped_base.cache_clear()

        assert shipped_base().n_trials == 1
    shipped_base.cache_clear()


def test_what_the_package_ships_is_all_usable():
    folder = shipped.resources.files("jupyter_metaml.knowledge").joinpath("shipped", "base.zip")
    if not folder.is_file():
        pytest.skip("this tree ships no base yet")

    with folder.open("rb") as stream:
        base, report = shipped.read_pack(stream)

    assert report.n_left_out == 0
    assert base.n_trials > 0
    assert len(folder.read_bytes()) <= 10 * 2**20
