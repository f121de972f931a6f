"""The image of Binder, as far as it can be had without Docker: its build steps, run by a user who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

MIB = 2**20
# What says where packages come from, and by which certificates; nothing else of this machine is seen in the image.
_KEPT = ("NODE_", "PIP_", "SSL_", "YARN_")
_CAN_MAKE_ENVIRONMENTS = "import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))"


@dataclass(frozen=True, slots=True)
class BinderImage:
    """A folder with a copy of the checkout, an environment and a home, which belong to a plain user."""

    root: Path
    torch: str
    """The requirement that stands for torch: the tests have its wheel already."""

    @property
    def repository(self) -> Path:
        """The copy of the checkout."""
        return self.root / "repository"

    def keep_packages_of_node(self) -> None:
        """Make the home, with what this user has fetched of the extension's packages before."""
        fetched = Path.home() / ".yarn/berry/cache"
        (self.root / "home").mkdir()
        if fetched.is_dir():
            shutil.copytree(fetched, self.root / "home/.yarn/berry/cache")

    def run(self, *command: str | Path) -> str:
        """Run a command in the repository, as when the image is built; what it writes."""
        done = subprocess.run(command, **self._options(self.repository), stdout=subprocess.PIPE, check=False)
        assert done.returncode == 0, f"{command}:\n{done.stdout[-4000:]}"
        return done.stdout

    def run_small(self, *command: str | Path) -> tuple[int, str, float]:
        """Run a command beside the notebooks, as when the image is started, on one core.

        Returns
        -------
        tuple of int, str and float
            The exit status, what was written, and the most memory that all processes held together, in MiB. That is
            what a container counts, and no limit of a single process does; pages that processes share count for each
            of them here, so less is really held.
        """
        core = str(min(os.sched_getaffinity(0)))
        started = ("taskset", "--cpu-list", core, self.repository / "binder/start", *command)
        with (self.root / "output").open("w+", encoding="utf-8") as output:
            process = subprocess.Popen(started, **self._options(self.repository / "notebooks"), stdout=output)
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, held_mib(process.pid))
                time.sleep(0.2)
            output.seek(0)
            return process.returncode, output.read(), peak

    def _options(self, folder: Path) -> dict[str, Any]:
        kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
        own = {"HOME": self.root / "home", "PATH": f"{self.root / 'venv/bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        own |= {"TORCH_FROM": self.torch}
        return {"cwd": folder, "env": kept | own, "stderr": subprocess.STDOUT, "text": True, **plain_user()}


def plain_user() -> dict[str, Any]:
    """Return how to start a process as somebody who is not root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # not on Windows

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def python_of_plain_user() -> str | None:
    """Find a Python that the plain user may run: that of root's tests may stand in root's home."""
    beside = f"{os.defpath}:/usr/local/bin:/usr/bin"
    for found in (getattr(sys, "_base_executable", None), shutil.which("python3", path=beside)):
        try:
            if (
                found
                and subprocess.run([found, "-c", _CAN_MAKE_ENVIRONMENTS], **plain_user(), check=False).returncode == 0
            ):
                return found
        except PermissionError:
            continue
    return None


def held_mib(pid: int) -> float:
    """Add up what a process and all below it hold in memory."""
    held = 0
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in tree:
        try:
            held += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held / MIB
