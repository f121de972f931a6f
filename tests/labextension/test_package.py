"""The npm package of the JupyterLab extension, as far as it can be read without node."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jupyter_metaml

LABEXTENSION = Path(__file__).parents[2] / "labextension"


def package() -> dict:
    return json.loads((LABEXTENSION / "package.json").read_text(encoding="utf-8"))


def test_it_has_the_version_of_the_python_package():
    assert package()["version"] == jupyter_metaml.__version__


def test_jupyter_finds_it_under_its_name():
    assert jupyter_metaml._jupyter_labextension_paths() == [{"src": "_labextension", "dest": package()["name"]}]


def test_the_lock_names_no_host():
    lock = (LABEXTENSION / "yarn.lock").read_text(encoding="utf-8") + (LABEXTENSION / ".yarnrc.yml").read_text("utf-8")

    assert re.findall(r"\w+://\S+", lock) == []


def test_defaults_of_the_settings_are_those_of_the_code():
    schema = json.loads((LABEXTENSION / "schema" / "plugin.json").read_text(encoding="utf-8"))
    code = (LABEXTENSION / "src" / "settings.ts").read_text(encoding="utf-8")

    defaults = {name: entry["default"] for name, entry in schema["properties"].items()}
    assert defaults == {"budgetSeconds": 60, "toolbarButton": False, "notifyAfterSeconds": 60}
    assert all(line in code for line in ("budget_s = 60;", "hasToolbarButton = false;", "notifyAfter_s = 60;"))


def test_every_command_of_the_menus_is_one_that_is_added():
    schema = (LABEXTENSION / "schema" / "plugin.json").read_text(encoding="utf-8")
    code = (LABEXTENSION / "src" / "commands.ts").read_text(encoding="utf-8")

    named = set(re.findall(r'"command": "([^"]+)"', schema))
    assert named == set(re.findall(r"'(jupyter-metaml:[a-z-]+)'", code))
