from __future__ import annotations

import subprocess
import sys

import pytest

import jupyter_metaml.neural


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_package_loads_neither_torch_nor_numpy():
    assert loaded_by("import jupyter_metaml.neural") & {"numpy", "sklearn", "torch"} == set()


def test_predicting_does_without_torch():
    statement = (
        "import numpy as np\nfrom jupyter_metaml.neural import PriorFittedClassifier\n"
        "X = np.arange(20.0).reshape(10, 2)\nPriorFittedClassifier().fit(X, [0, 1] * 5).predict(X)"
    )

    assert "torch" not in loaded_by(statement)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'TabPFN'"):
        _ = jupyter_metaml.neural.TabPFN
