from __future__ import annotations

import dataclasses
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
from jupyter_metaml.pipelines.components import tabpfn
from jupyter_metaml.pipelines.components.tabpfn import CLASSIFIERS, REGRESSORS, TABPFN, build, fold_s, suits

__all__ = ["networks_of_others"]


class TestWithAStandIn(ComponentContract):
    @pytest.fixture
    def family(self, networks_of_others):
        return replace(TABPFN, name="stand-in of TabPFN")

    @pytest.fixture
    def trains_in_rounds(self):
        return False


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of the weights of a package that is there, without any."""
    install_stand_ins(monkeypatch, tmp_path)
    return tmp_path


def test_tables_that_take_long_on_a_processor_are_refused_with_the_reason(shape):
    assert suits(shape(n_rows=1_000, n_features=500, n_classes=10)) is None
    assert "on a processor (1,001, at most 1,000)" in suits(shape(n_rows=1_001))
    assert "at most 500" in suits(shape(n_features=501))
    assert "at most 10" in suits(shape(n_classes=11))


def test_without_weights_it_says_where_they_belong_and_imports_nothing(folder):
    said = why_unavailable(TABPFN)

    assert str(folder / "tabpfn") in said
    assert f"put {CLASSIFIERS[0]} there" in said
    assert "\n" not in said
    assert "tabpfn" not in sys.modules


def test_weights_that_come_later_are_found(folder):
    assert why_unavailable(TABPFN) is not None

    put_weights(folder, CLASSIFIERS[1])

    assert why_unavailable(TABPFN) is None


def test_it_is_offered_for_the_kinds_that_have_weights(folder, shape):
    put_weights(folder, *CLASSIFIERS)

    assert TABPFN in available_families("binary", shape())
    assert TABPFN not in available_families("regression", shape(kind="regression", n_classes=0))
    assert REGRESSORS[0] in why_unavailable(TABPFN, "regression")


def test_weights_that_forbid_commercial_use_are_not_taken(folder):
    put_weights(folder, "tabpfn-v2.5-classifier-v2.5_default.ckpt", "tabpfn-v3-classifier-v3_default.ckpt")

    assert why_unavailable(TABPFN) is not None


@pytest.mark.parametrize(
    ("platform", "variable", "inside"),
    [
        ("linux", "XDG_CACHE_HOME", "tabpfn"),
        ("linux", "HOME", ".cache/tabpfn"),
        ("darwin", "HOME", "Library/Caches/tabpfn"),
        ("win32", "APPDATA", "tabpfn"),
    ],
)
def test_weights_lie_where_the_package_keeps_them(tmp_path, monkeypatch, platform, variable, inside):
    for name in ("TABPFN_MODEL_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setattr(tabpfn.sys, "platform", platform)
    file = tmp_path / inside / REGRESSORS[0]
    file.parent.mkdir(parents=True)
    file.touch()

    assert tabpfn.weights_for("regression") == file


def test_the_network_gets_its_path_the_categories_and_the_seed(networks_of_others, context):
    model = build({"n_members": 2}, context("ncn", random_state=7, n_jobs=2))[-1]

    assert Path(model.model_path) == networks_of_others / "tabpfn" / CLASSIFIERS[0]
    assert model.categorical_features_indices == [1]
    assert (model.n_estimators, model.random_state, model.device) == (2, 7, "cpu")


def test_without_weights_nothing_is_built_that_would_download_them(folder, context):
    with pytest.raises(MissingPackageError, match=r"'tabpfn' cannot be used here: its weights are not in .* put "):
        build({}, context())


def test_absent_package_is_named_with_what_to_do(folder, context, monkeypatch):
    put_weights(folder)
    monkeypatch.setitem(sys.modules, "tabpfn", None)

    with pytest.raises(MissingPackageError, match="pip install tabpfn"):
        build({}, context())


def test_use_is_told_to_nobody(folder, context, monkeypatch):
    put_weights(folder)
    monkeypatch.delenv(tabpfn.SILENCE_VARIABLE)

    build({}, context())

    assert tabpfn.os.environ[tabpfn.SILENCE_VARIABLE] == "1"


def test_twice_as_many_members_take_twice_as_long_once_the_weights_are_read(shape):
    two, four = (fold_s({"n_members": n}, shape(), 100, 20) - tabpfn.LOAD_S for n in (2, 4))

    assert four == pytest.approx(2 * two)


# ------------------------------------------------------------------ the package itself, where it is installed


@pytest.mark.parametrize("name", ["TabPFNClassifier", "TabPFNRegressor"])
def test_the_stand_in_takes_what_the_package_takes(name, monkeypatch, tmp_path):
    given = set(inspect.signature(getattr(the_package(monkeypatch, "tabpfn"), name)).parameters)
    install_stand_ins(monkeypatch, tmp_path)

    import tabpfn as stand_in

    assert set(inspect.signature(getattr(stand_in, name)).parameters) <= given


def small_weights(package, kind: str, file: Path) -> None:
    """Write a network of one layer whose weights are drawn at random."""
    import torch

    layers = pytest.importorskip("tabpfn.architectures.tabpfn_v2")
    bars = pytest.importorskip("tabpfn.architectures.shared.bar_distribution")
    sizes = {"max_num_classes": 0, "num_buckets": 20} if kind == "regression" else {"max_num_classes": 10}
    config = layers.TabPFNV2Config(**{"num_buckets": 1, **sizes}, emsize=24, nlayers=1, nhead=2)
    state = layers.get_architecture(config).state_dict()
    if kind == "regression":
        borders = bars.FullSupportBarDistribution(torch.linspace(-5, 5, 21)).state_dict()
        state |= {f"criterion.{name}": value for name, value in borders.items()}
    file.parent.mkdir(parents=True)
    torch.save({"state_dict": state, "config": dataclasses.asdict(config)}, file)


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_the_package_reads_small_weights_and_nothing_from_a_network(kind, context, monkeypatch, tmp_path):
    package = the_package(monkeypatch, "tabpfn")
    monkeypatch.setenv("TABPFN_MODEL_CACHE_DIR", str(tmp_path / "tabpfn"))
    small_weights(package, kind, tmp_path / "tabpfn" / (REGRESSORS if kind == "regression" else CLASSIFIERS)[0])
    X, y = numbers_and_levels(kind)

    fitted = TABPFN.fit(build({}, context("nnc", kind)), X, y, FitContext()).pipeline

    assert why_unavailable(TABPFN, kind) is None
    predictions = predict_on(fitted, X, kind, 0 if kind == "regression" else 2)
    assert np.isfinite(predictions).all()
    again = predict_on(pickle.loads(pickle.dumps(fitted)), X, kind, 0 if kind == "regression" else 2)
    np.testing.assert_allclose(again, predictions, rtol=1e-5)
