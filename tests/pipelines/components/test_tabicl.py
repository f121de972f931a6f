from __future__ import annotations

import inspect
import pickle
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from component_contract import ComponentContract
from networks_of_others import (
    install_stand_ins,
    networks_of_others,
    numbers_and_levels,
    put_weights,
    the_package,
)

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines import FitContext, available_families, predict_on, why_unavailable
from jupyter_metaml.pipelines.components import tabicl
from jupyter_metaml.pipelines.components.tabicl import CLASSIFIERS, REGRESSORS, TABICL, build, fold_s, suits

__all__ = ["networks_of_others"]


class TestWithAStandIn(ComponentContract):
    @pytest.fixture
    def family(self, networks_of_others):
        return replace(TABICL, name="stand-in of TabICL")

    @pytest.fixture
    def trains_in_rounds(self):
        return False


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of the weights of a package that is there, without any."""
    install_stand_ins(monkeypatch, tmp_path)
    return tmp_path


def test_tables_that_take_long_on_a_processor_are_refused_with_the_reason(shape):
    largest = shape(n_rows=tabicl.MAX_ROWS, n_features=tabicl.MAX_FEATURES, n_classes=10)

    assert suits(largest) is None
    assert "on a processor" in suits(replace(largest, n_rows=tabicl.MAX_ROWS + 1))
    assert "on a processor" in suits(replace(largest, n_features=tabicl.MAX_FEATURES + 1))
    assert "at most 10" in suits(replace(largest, n_classes=11))


def test_without_weights_it_says_how_they_come_there_and_imports_nothing(folder):
    said = why_unavailable(TABICL)

    assert str(folder / "hub") in said
    assert "fit a TabICLClassifier of the package once" in said
    assert "\n" not in said
    assert "tabicl" not in sys.modules


def test_weights_that_come_later_are_found(folder):
    assert why_unavailable(TABICL) is not None

    put_weights(folder, REGRESSORS[0])

    assert why_unavailable(TABICL) is None


def test_it_is_offered_for_the_kinds_that_have_weights(folder, shape):
    put_weights(folder, *CLASSIFIERS)

    assert TABICL in available_families("multiclass", shape(kind="multiclass", n_classes=3))
    assert TABICL not in available_families("regression", shape(kind="regression", n_classes=0))
    assert "TabICLRegressor" in why_unavailable(TABICL, "regression")


def test_the_newest_weights_are_taken(folder):
    put_weights(folder, *CLASSIFIERS[1:])

    assert tabicl.weights_for("binary") == CLASSIFIERS[1]


def test_weights_of_another_snapshot_are_none(folder):
    put_weights(folder)
    (folder / "hub" / tabicl.REPOSITORY / "refs" / "main").write_text("c3d4")

    assert tabicl.weights_for("binary") is None


@pytest.mark.parametrize(
    ("variable", "inside"),
    [
        ("HF_HUB_CACHE", ""),
        ("HUGGINGFACE_HUB_CACHE", ""),
        ("HF_HOME", "hub"),
        ("XDG_CACHE_HOME", "huggingface/hub"),
        ("HOME", ".cache/huggingface/hub"),
    ],
)
def test_weights_lie_where_the_client_of_the_package_keeps_them(tmp_path, monkeypatch, variable, inside):
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))

    assert tabicl.cache() == tmp_path / inside


def test_the_network_gets_the_name_of_its_weights_threads_and_seed(networks_of_others, context):
    model = build({"n_members": 2}, context("nn", "regression", random_state=7, n_jobs=2))[-1]

    assert model.checkpoint_version == REGRESSORS[0]
    assert model.allow_auto_download is False
    assert (model.n_estimators, model.random_state, model.n_jobs, model.device) == (2, 7, 2, "cpu")


def test_codes_of_categories_reach_the_network_as_levels(networks_of_others, context):
    assert [name for name, _ in build({}, context("nc")).steps] == ["frame", "levels", "model"]
    assert [name for name, _ in build({}, context("nn")).steps] == ["model"]


def test_without_weights_nothing_is_built_that_would_download_them(folder, context):
    with pytest.raises(MissingPackageError, match=r"'tabicl' cannot be used here: its weights are not in .* once"):
        build({}, context())


def test_absent_package_is_named_with_what_to_do(folder, context, monkeypatch):
    put_weights(folder)
    monkeypatch.setitem(sys.modules, "tabicl", None)

    with pytest.raises(MissingPackageError, match="pip install tabicl"):
        build({}, context())


def test_twice_as_many_members_take_twice_as_long_once_the_weights_are_read(shape):
    two, four = (fold_s({"n_members": n}, shape(), 100, 20) - tabicl.LOAD_S for n in (2, 4))

    assert four == pytest.approx(2 * two)


# ------------------------------------------------------------------ the package itself, where it is installed


@pytest.mark.parametrize("name", ["TabICLClassifier", "TabICLRegressor"])
def test_the_stand_in_takes_what_the_package_takes(name, monkeypatch, tmp_path):
    given = set(inspect.signature(getattr(the_package(monkeypatch, "tabicl"), name)).parameters)
    install_stand_ins(monkeypatch, tmp_path)

    import tabicl as stand_in

    assert set(inspect.signature(getattr(stand_in, name)).parameters) <= given


def small_weights(package, kind: str, folder: Path) -> None:
    """Write a network of few layers whose weights are drawn at random."""
    import torch

    layers = pytest.importorskip("tabicl._model.tabicl")
    config = {"max_classes": 0 if kind == "regression" else 10, "embed_dim": 32, "icl_num_blocks": 1}
    config |= {"col_num_blocks": 1, "row_num_blocks": 1, "zero_init": False}
    name = (REGRESSORS if kind == "regression" else CLASSIFIERS)[0]
    put_weights(folder, name)
    (file,) = folder.rglob(name)
    torch.save({"config": config, "state_dict": layers.TabICL(**config).state_dict()}, file)


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_the_package_reads_small_weights_and_nothing_from_a_network(kind, context, monkeypatch, tmp_path):
    package = the_package(monkeypatch, "tabicl")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    small_weights(package, kind, tmp_path)
    X, y = numbers_and_levels(kind)

    fitted = TABICL.fit(build({}, context("nnc", kind)), X, y, FitContext()).pipeline

    assert why_unavailable(TABICL, kind) is None
    predictions = predict_on(fitted, X, kind, 0 if kind == "regression" else 2)
    assert np.isfinite(predictions).all()
    again = predict_on(pickle.loads(pickle.dumps(fitted)), X, kind, 0 if kind == "regression" else 2)
    np.testing.assert_allclose(again, predictions, rtol=1e-5)
