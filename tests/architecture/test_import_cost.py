from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "catboost",
    "dask",
    "distributed",
    "joblib",
    "lightgbm",
    "matplotlib",
    "numpy",
    "optuna",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "torch",
    "xgboost",
}
JUPYTER = {"IPython", "anywidget", "ipykernel", "ipywidgets", "jupyter_client", "jupyter_server", "jupyterlab"}


def loaded_by(statements: str, *, after: str = "") -> set[str]:
    """Return the top-level names that a fresh interpreter loads for some statements, beyond those before."""
    code = f"import sys\n{after}\nbefore = set(sys.modules)\n{statements}\nimport json\n"
    code += "print(json.dumps(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import jupyter_metaml") & (HEAVY | JUPYTER) == set()


def test_importing_the_exceptions_loads_nothing_heavy():
    assert loaded_by("from jupyter_metaml import MetaMLError") & (HEAVY | JUPYTER) == set()


def test_a_first_search_does_not_wait_for_what_it_may_never_need():
    loaded = loaded_by("import jupyter_metaml.automl.flow")

    assert "sklearn" in loaded
    assert loaded & {"catboost", "dask", "matplotlib", "polars", "skops", "sqlalchemy", "torch", "xgboost"} == set()


def test_loading_the_extension_loads_nothing_heavy():
    pytest.importorskip("jupyter_metaml.notebook")
    shell = "from IPython.core.interactiveshell import InteractiveShell\nshell = InteractiveShell.instance()"

    loaded = loaded_by("shell.run_line_magic('load_ext', 'jupyter_metaml')", after=shell)

    assert "jupyter_metaml" in loaded
    assert loaded & HEAVY == set()
