"""Script that a worker process starts with: take the pipes, set the path, load this package, serve.

It runs by its file name under ``python -P``, before the package can be imported, so it uses the standard library
only. What the user printed, imported or left in the working directory has no part in it: descriptors 0 to 2 lead
nowhere, and the path is the parent's with its unsafe entries last.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from io import FileIO
from pathlib import Path


def take_pipes() -> tuple[FileIO, FileIO]:
    """Move the pipes to the parent away from descriptors 0 and 1, and point 0 to 2 at nothing."""
    requests, answers = os.dup(0), os.dup(1)  # not inherited by grandchildren
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return FileIO(requests, "rb"), FileIO(answers, "wb")


def load_package() -> None:
    """Import the very package that this file is part of, whatever else is on the path."""
    directory = Path(__file__).resolve().parents[1]
    spec = importlib.util.spec_from_file_location(
        directory.name, directory / "__init__.py", submodule_search_locations=[str(directory)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(directory.name)
    package = importlib.util.module_from_spec(spec)
    sys.modules[directory.name] = package
    spec.loader.exec_module(package)


def main() -> None:
    """Serve until the parent closes the pipe."""
    start = json.loads(sys.argv[1])
    requests, answers = take_pipes()
    sys.argv[:] = [""]
    sys.path[:] = start["path"]
    load_package()
    from jupyter_metaml.evaluation.worker import serve

    serve(requests, answers, preload=start["preload"])


if __name__ == "__main__":
    main()
