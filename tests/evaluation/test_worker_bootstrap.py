from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from jupyter_metaml.evaluation import worker_bootstrap

SCRIPT = Path(worker_bootstrap.__file__)


def test_script_needs_the_standard_library_only_until_the_path_is_set():
    code = f"import runpy, sys; before = set(sys.modules); runpy.run_path({str(SCRIPT)!r}); "
    code += (
        "print([name for name in set(sys.modules) - before if name.partition('.')[0] not in sys.stdlib_module_names])"
    )

    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_worker_says_that_it_is_ready_and_ends_with_its_pipe():
    start = json.dumps({"path": sys.path, "preload": ["no_such_module"]})

    with subprocess.Popen(
        [sys.executable, "-P", str(SCRIPT), start],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        first = process.stdout.read(13)
        process.stdin.close()

        assert first == (5).to_bytes(8, "little") + b"ready"
        assert process.wait(10) != 0
        assert process.stdout.read() == b""


def test_worker_imports_this_very_package(workers):
    def where():
        import jupyter_metaml

        return jupyter_metaml.__file__

    assert Path(workers.submit(where).result(30)).resolve() == SCRIPT.parents[1] / "__init__.py"
