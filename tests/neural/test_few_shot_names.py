from __future__ import annotations

import json
import subprocess
import sys

import pytest

from jupyter_metaml import neural


def loaded_by(statements: str) -> set[str]:
    names = "sorted({name.partition('.')[0] for name in sys.modules})"
    code = f"import json, sys\n{statements}\nprint(json.dumps({names}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_room_itself_loads_nothing_heavy():
    assert loaded_by("import jupyter_metaml.neural") & {"numpy", "pandas", "sklearn", "torch"} == set()


def test_episodes_are_made_without_torch():
    assert "torch" not in loaded_by("from jupyter_metaml.neural import AnyTable, MetaDataset, SineWaves, TableColumns")


def test_learners_without_torch_say_how_to_install_it():
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from jupyter_metaml.exceptions import MissingPackageError\n"
        "try:\n    from jupyter_metaml.neural import MAML\n"
        "except MissingPackageError as error:\n    print(error)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "pip install 'jupyter_metaml[neural]'" in done.stdout


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="'forecast'"):
        _ = neural.forecast
