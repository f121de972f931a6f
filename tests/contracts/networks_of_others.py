"""Pretends that TabPFN and TabICL are installed, with weights: for tests that need neither of them nor a network."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jupyter_metaml.pipelines import registry
from jupyter_metaml.pipelines.components import tabicl, tabpfn

STAND_INS = Path(__file__).with_name("stand_ins")


def forget_packages(patch: pytest.MonkeyPatch) -> None:
    """Let the packages be looked for anew, and not among the stand-ins."""
    patch.setattr(sys, "path", [place for place in sys.path if place != str(STAND_INS)])
    for name in [name for name in sys.modules if name.partition(".")[0] in {"tabicl", "tabpfn"}]:
        patch.delitem(sys.modules, name)
    registry._trouble_with.cache_clear()


def install_stand_ins(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Put the stand-ins on the path, and let weights be looked for in an empty folder."""
    forget_packages(patch)
    patch.syspath_prepend(STAND_INS)
    patch.setenv("HF_HUB_CACHE", str(folder / "hub"))
    patch.setenv("TABPFN_MODEL_CACHE_DIR", str(folder / "tabpfn"))
    patch.setenv("TABPFN_DISABLE_TELEMETRY", "1")


def put_weights(folder: Path, *names: str) -> None:
    """Put empty files where the weights are looked for, all of them or these."""
    snapshot = folder / "hub" / tabicl.REPOSITORY / "snapshots" / "a1b2"
    for name in names or (*tabicl.CLASSIFIERS, *tabicl.REGRESSORS, *tabpfn.CLASSIFIERS, *tabpfn.REGRESSORS):
        file = (snapshot if name.startswith("tabicl") else folder / "tabpfn") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    if snapshot.exists():
        reference = folder / "hub" / tabicl.REPOSITORY / "refs" / "main"
        reference.parent.mkdir(exist_ok=True)
        reference.write_text("a1b2")


def the_package(patch: pytest.MonkeyPatch, name: str) -> Any:
    """Import the package itself, or a module of it, where it is installed, and let nothing go over the network."""
    forget_packages(patch)
    found = pytest.importorskip(name)

    def refuse(*_: object) -> None:
        raise AssertionError("something wants to go over the network")

    for function in ("connect", "connect_ex"):
        patch.setattr(socket.socket, function, refuse)
    patch.setattr(socket, "getaddrinfo", refuse)
    return found


def numbers_and_levels(kind: str) -> tuple[Any, Any]:
    """Return forty rows of two numbers, some of them missing, and the codes of three levels."""
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=(40, 2)), np.tile([0.0, 1.0, 2.0, np.nan], 10)])
    X[::7, 0] = np.nan
    return X, X[:, 1] if kind == "regression" else (X[:, 1] > 0).astype(np.int64)


@pytest.fixture(scope="module")
def networks_of_others(tmp_path_factory: pytest.TempPathFactory):
    """Return the folder of the weights of packages that are there for the tests of a file."""
    folder = tmp_path_factory.mktemp("weights")
    with pytest.MonkeyPatch.context() as patch:
        install_stand_ins(patch, folder)
        put_weights(folder)
        yield folder
    registry._trouble_with.cache_clear()
