from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import jupyter_metaml

ROOT = Path(jupyter_metaml.__file__).parent
PACKAGES = sorted(path.parent for path in ROOT.rglob("__init__.py") if path.parent != ROOT)


def dotted(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT.parent).parts)


def names_imported_from_here(tree: ast.AST) -> set[str]:
    """Collect what an `__init__` takes from its own package."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jupyter_metaml")
        for alias in node.names
        if not (alias.asname or alias.name).startswith("_")
    }


@pytest.mark.parametrize("folder", PACKAGES, ids=dotted)
def test_package_exports_exactly_what_it_imports(folder: Path):
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    module = importlib.import_module(dotted(folder))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    at_module_level = ast.Module([node for node in tree.body if isinstance(node, ast.ImportFrom | ast.If)], [])

    exported = set(getattr(module, "__all__", ()))

    assert exported == names_imported_from_here(at_module_level) | {name for name in defined if name[0] != "_"}


@pytest.mark.parametrize("folder", PACKAGES, ids=dotted)
def test_every_exported_name_exists(folder: Path):
    module = importlib.import_module(dotted(folder))

    missing = [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)]

    assert missing == []


def test_root_exports_its_lazy_names_and_its_own():
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    lazy = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.If)
        for item in node.body
        if isinstance(item, ast.ImportFrom) and (item.module or "").startswith("jupyter_metaml")
        for alias in item.names
    }
    own = {"__version__", "load_ipython_extension", "unload_ipython_extension"}

    assert set(jupyter_metaml.__all__) == lazy | own


@pytest.mark.parametrize("name", jupyter_metaml.__all__)
def test_every_public_name_can_be_had_from_the_root(name: str):
    assert getattr(jupyter_metaml, name) is getattr(jupyter_metaml, name)
    assert name in dir(jupyter_metaml)


def test_unknown_name_is_an_attribute_error_that_names_it():
    with pytest.raises(AttributeError, match="'forecast'"):
        _ = jupyter_metaml.forecast
