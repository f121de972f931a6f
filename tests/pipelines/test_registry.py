from __future__ import annotations

import sys
from importlib import metadata

import pytest

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines import FAMILIES, Family, available_families, families, family, registry, why_unavailable


class EntryPoint:
    """Stands in for `importlib.metadata.EntryPoint`."""

    value = "somewhere:FAMILY"

    def __init__(self, name, loaded):
        self.name, self._loaded = name, loaded

    def load(self):
        if isinstance(self._loaded, Exception):
            raise self._loaded
        return self._loaded


@pytest.fixture
def plugged(monkeypatch):
    """Return a function that pretends that packages with these entry points are installed."""

    def plug(**loaded):
        points = [EntryPoint(name, value) for name, value in loaded.items()]
        monkeypatch.setattr(metadata, "entry_points", lambda group: points if group == registry.ENTRY_POINTS else [])
        registry._plugins.cache_clear()

    yield plug
    registry._plugins.cache_clear()


@pytest.fixture
def other() -> Family:
    fields = {name: getattr(FAMILIES["linear"], name) for name in Family.__slots__}
    return Family(**(fields | {"name": "other", "title": "Other"}))


def test_unknown_family_is_an_error_with_the_nearest_name():
    with pytest.raises(ConfigurationError, match=r"'lightgmb' does not exist\. Did you mean 'lightgbm'\?"):
        family("lightgmb")


def test_families_are_those_that_suit_the_shape(shape):
    names = {found.name for found in available_families("binary", shape(n_rows=200_000))}

    assert {"linear", "lightgbm"} <= names
    assert not names & {"svm", "nearest_neighbours", "random_forest", "text_linear"}


def test_family_whose_package_is_absent_is_not_available(other, shape, plugged):
    fields = {name: getattr(other, name) for name in Family.__slots__}
    absent = Family(**(fields | {"requires": "no_such_package"}))
    plugged(other=absent)

    assert why_unavailable(absent) == "no_such_package is not installed"
    assert "other" not in {found.name for found in available_families("binary", shape())}


def test_family_whose_library_cannot_be_loaded_is_not_available(shape, tmp_path, monkeypatch):
    package = tmp_path / "lightgbm"
    (package / "lib").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "lib" / "lib_lightgbm.so").write_bytes(b"not a library")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    registry._trouble_with.cache_clear()

    assert "lib_lightgbm.so" in why_unavailable(family("lightgbm"))
    assert "lightgbm" not in {found.name for found in available_families("binary", shape())}

    registry._trouble_with.cache_clear()


def test_family_that_works_has_no_reason_not_to():
    assert why_unavailable(family("lightgbm")) is None


def test_family_of_another_package_takes_part(other, shape, plugged):
    plugged(other=other)

    assert family("other") is other
    assert list(families())[-1] == "other"
    assert other in available_families("regression", shape(kind="regression"))


@pytest.mark.parametrize(
    ("loaded", "complaint"),
    [
        (ImportError("no module"), r"'broken' \(somewhere:FAMILY\) cannot be imported \(ImportError: no module\)"),
        ("a string", "is a str, not a Family"),
        (FAMILIES["linear"], "has the name 'linear', which is taken"),
    ],
)
def test_plugin_that_does_not_work_is_left_out_and_named(plugged, loaded, complaint):
    plugged(broken=loaded)

    with pytest.warns(RuntimeWarning, match=complaint):
        assert families() == dict(FAMILIES)


def test_built_in_family_does_not_wait_for_plugins(plugged):
    plugged(broken=ImportError())

    assert family("linear") is FAMILIES["linear"]
