"""A JupyterLab server of its own: own folders, loopback only, and kernels that import this copy of the package."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

REPOSITORY = Path(__file__).parents[2]
START_S = 60.0
FLAGS = (
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--ServerApp.allow_root=True",
    "--ServerApp.open_browser=False",
    "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
# No news and no saving behind a test's back; every cell of a notebook is in the page, and a closed one has no kernel.
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none", "kernelShutdown": True},
}
# The debugger asks every kernel for its state, and complains where a test is quicker than the answer.
DISABLED = {"disabledExtensions": {"@jupyterlab/debugger-extension": True}}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabServer:
    """A server that answers.

    Parameters
    ----------
    url : str
        Its address, without a slash at the end.
    notebooks : Path
        The folder that it shows.
    """

    url: str
    notebooks: Path


@contextmanager
def lab_server(folder: Path, *, extensions: Path | None = None) -> Iterator[LabServer]:
    """Start a server, and end it with all its kernels.

    Parameters
    ----------
    folder : Path
        Empty; for everything that the server and its kernels write.
    extensions : Path, optional
        A folder with prebuilt extensions to load besides those that are installed.
    """
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for name, values in SETTINGS.items():
        _write(folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings", values)
    _write(folder / "config" / "labconfig" / "page_config.json", DISABLED)
    url = f"http://127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "jupyterlab", *FLAGS, f"--ServerApp.port={url.rpartition(':')[2]}"]
    command += [f"--ServerApp.root_dir={notebooks}"]
    command += [] if extensions is None else [f"--LabApp.extra_labextensions_path={extensions}"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=notebooks, env=_environment(folder), stdout=log, stderr=log)
        try:
            _wait(process, url, folder / "server.log")
            yield LabServer(url=url, notebooks=notebooks)
        finally:
            process.terminate()
            process.wait()


def _write(path: Path, values: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values), encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    own = {
        "IPYTHONDIR": folder / "ipython",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_METAML_HOME": folder / "home",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "PYTHONPATH": REPOSITORY,
    }
    return os.environ | {name: str(path) for name, path in own.items()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once the server answers."""
    for _ in range(int(START_S / 0.1)):
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            if _answers(url):
                return
        else:
            break
    message = f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}"
    raise RuntimeError(message)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api", timeout=5):
            return True
    except (URLError, TimeoutError):
        return False
