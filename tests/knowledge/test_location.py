"""Where a user's own experience lives."""

from __future__ import annotations

from pathlib import Path

from jupyter_metaml.knowledge.location import default_path, home, named_store


def test_variable_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path))

    assert home() == tmp_path
    assert default_path() == tmp_path / "knowledge.sqlite3"


def test_tilde_is_understood_and_an_unknown_user_is_no_error(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_METAML_HOME", "~/here")
    assert home() == tmp_path / "here"

    monkeypatch.setenv("JUPYTER_METAML_HOME", "~nobody-of-this-name/here")
    assert home() == Path("~nobody-of-this-name/here")


def test_without_the_variable_it_is_the_users_data_directory(monkeypatch):
    monkeypatch.delenv("JUPYTER_METAML_HOME")

    assert home().name == "jupyter_metaml"
    assert home().is_absolute()


def test_store_can_be_named_for_all_runs(monkeypatch):
    monkeypatch.delenv("JUPYTER_METAML_STORE", raising=False)
    assert named_store() is None

    monkeypatch.setenv("JUPYTER_METAML_STORE", "postgresql://ada@host/base")
    assert named_store() == "postgresql://ada@host/base"
