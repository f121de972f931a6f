"""A wheel made of the files that git knows holds the extension, and installing it takes no node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from checkout import REPOSITORY, copy_checkout

PLACE = "share/jupyter/labextensions/jupyter-metaml"


def run(*command: str | Path, **options) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel of a clean copy."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no checkout")
    if shutil.which("node") is None:
        if os.environ.get("JUPYTER_METAML_BROWSER_TESTS") == "required":
            pytest.fail("there is no node")
        pytest.skip("there is no node")
    tree, wheels = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheels")
    copy_checkout(tree)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels)
    run(*pip, tree, env=os.environ | {"PATH": path})
    return next(wheels.glob("*.whl"))


@pytest.mark.slow
def test_the_bundle_is_in_the_wheel_once(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()

    entries = [name for name in names if "static/remoteEntry" in name]
    assert len(entries) == 1
    assert f".data/data/{PLACE}/static/" in entries[0]
    assert any(name.endswith(f"{PLACE}/install.json") for name in names)
    assert not any("_labextension" in name or "node_modules" in name for name in names)


@pytest.mark.slow
def test_installed_without_node_jupyterlab_shows_it_enabled(wheel: Path, tmp_path: Path):
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    bare = {
        **os.environ,
        "PATH": str(Path(sys.executable).parent),
        "JUPYTER_PATH": str(tmp_path / "venv/share/jupyter"),
    }
    run(sys.executable, "-m", "pip", "--python", tmp_path / "venv", "install", "--quiet", "--no-deps", wheel, env=bare)

    listed = run(Path(sys.executable).parent / "jupyter-labextension", "list", env=bare)

    own = listed.partition(str(tmp_path / "venv"))[2].partition("share/jupyter/labextensions")[2]
    lines = [line for line in own.splitlines() if "jupyter-metaml" in line]
    assert lines
    assert "enabled" in lines[0]
    assert "OK" in lines[0]
