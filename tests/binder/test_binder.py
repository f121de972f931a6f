"""The image that Binder would make: what repo2docker reads, what the steps leave behind, and that tutorials fit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from binder_image import BinderImage, plain_user, python_of_plain_user
from checkout import REPOSITORY, copy_checkout

BINDER = REPOSITORY / "binder"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
MEMORY_MIB = 2048

pytestmark = pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="this is no checkout")


def missing(what: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("JUPYTER_METAML_BROWSER_TESTS") == "required":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def image() -> Iterator[BinderImage]:
    """Take the steps that repo2docker takes, in its order."""
    python = python_of_plain_user()
    if not sys.platform.startswith("linux") or python is None or shutil.which("node") is None:
        missing("building the image takes Linux, node, and a Python with venv that a plain user may run")
    # Not below pytest's folder, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory(prefix="binder-") as name:
        (torch,) = (item for item in PROJECT["optional-dependencies"]["unit"] if item.startswith("torch=="))
        made = BinderImage(Path(name), torch)
        copy_checkout(made.repository)
        made.keep_packages_of_node()
        if owner := plain_user():
            for path in [made.root, *made.root.rglob("*")]:
                os.chown(path, owner["user"], owner["group"])
        made.run(python, "-m", "venv", made.root / "venv")
        made.run("python", "-m", "pip", "install", "--quiet", "-r", "binder/requirements.txt")
        made.run("./binder/postBuild")
        yield made


def test_requirements_are_those_of_the_package():
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()

    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dask"]]
    assert [line for line in lines if not line.startswith("#")] == sorted(needed)


@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker knows no Windows")
def test_repo2docker_takes_every_file():
    if find_spec("repo2docker") is None:
        missing("jupyter-repo2docker is not installed; the extra `unit` brings it")

    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)

    steps = done.stdout + done.stderr
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in steps
    assert "RUN ./binder/postBuild" in steps
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in steps
    assert "conda environment for python=3.11" in steps
    assert "libgomp1" in steps


@pytest.mark.slow
def test_the_extension_of_jupyterlab_is_there(image: BinderImage):
    listed = image.run("jupyter", "labextension", "list")

    assert [line for line in listed.splitlines() if "jupyter-metaml" in line and "enabled" in line and "OK" in line]


@pytest.mark.slow
def test_building_leaves_nothing_behind_that_only_building_took(image: BinderImage):
    assert not (image.repository / "labextension" / "node_modules").exists()
    assert [path.name for path in (image.root / "home").iterdir() if path.name in {".cache", ".npm", ".yarn"}] == []


@pytest.mark.slow
def test_kernels_start_with_small_defaults_and_one_thread(image: BinderImage):
    script = image.root / "home" / "ask.py"
    script.write_text(
        "import os\n"
        "shell = get_ipython()\n"
        "shell.run_line_magic('load_ext', 'jupyter_metaml')\n"
        "settings = shell.magics_manager.registry['AutoMLMagics']\n"
        "print(settings.time, settings.jobs, os.environ['OMP_NUM_THREADS'])\n",
        encoding="utf-8",
    )

    status, written, _ = image.run_small("jupyter", "run", script)

    assert (status, written.splitlines()[-1].split()) == (0, ["20.0", "1", "1"])


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_tutorial_runs_on_one_core_in_little_memory(image: BinderImage, path: Path):
    status, written, held_mib = image.run_small("jupyter", "execute", "--timeout=300", path.name)

    assert status == 0, written[-4000:]
    assert held_mib < MEMORY_MIB
