"""From a DataFrame to a fitted scikit-learn pipeline, in one notebook cell.

The public names are loaded when they are first asked for, so that ``import jupyter_metaml`` and
``%load_ext jupyter_metaml`` cost milliseconds: nothing numerical is imported before it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_metaml.automl import (
        AutoMLClassifier,
        AutoMLRegressor,
        Run,
        fit,
        load_run,
        profile,
        recommend,
    )
    from jupyter_metaml.automl.meta import MAML, MetaLearner, Reptile
    from jupyter_metaml.exceptions import MetaMLError

__version__ = "0.1.0"

__all__ = [
    "MAML",
    "AutoMLClassifier",
    "AutoMLRegressor",
    "MetaLearner",
    "MetaMLError",
    "Reptile",
    "Run",
    "__version__",
    "fit",
    "load_ipython_extension",
    "load_run",
    "profile",
    "recommend",
    "unload_ipython_extension",
]

# Public name -> the module that holds it.
_HOMES = {
    "AutoMLClassifier": "jupyter_metaml.automl",
    "AutoMLRegressor": "jupyter_metaml.automl",
    "MAML": "jupyter_metaml.automl.meta",
    "MetaLearner": "jupyter_metaml.automl.meta",
    "MetaMLError": "jupyter_metaml.exceptions",
    "Reptile": "jupyter_metaml.automl.meta",
    "Run": "jupyter_metaml.automl",
    "fit": "jupyter_metaml.automl",
    "load_run": "jupyter_metaml.automl",
    "profile": "jupyter_metaml.automl",
    "recommend": "jupyter_metaml.automl",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562) and keep it."""
    if name not in _HOMES:
        # Raised for probing too (`hasattr`, pickling, completion), so the plain kind and wording of Python.
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is there and what would be loaded."""
    return sorted({*globals(), *__all__})


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell ``jupyter-builder develop`` where the built extension of JupyterLab stands, and what it is called."""
    return [{"src": "_labextension", "dest": "jupyter-metaml"}]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the magics; ``%load_ext jupyter_metaml`` calls this.

    Parameters
    ----------
    shell : InteractiveShell
        The running IPython shell.

    Examples
    --------
    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> import jupyter_metaml
    >>> shell = InteractiveShell()
    >>> jupyter_metaml.load_ipython_extension(shell)
    >>> shell.find_line_magic("automl") is not None
    True
    """
    from jupyter_metaml.notebook import load_ipython_extension as load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics away again; ``%unload_ext jupyter_metaml`` calls this.

    Parameters
    ----------
    shell : InteractiveShell
        The running IPython shell.

    Examples
    --------
    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> import jupyter_metaml
    >>> shell = InteractiveShell()
    >>> jupyter_metaml.load_ipython_extension(shell)
    >>> jupyter_metaml.unload_ipython_extension(shell)
    >>> shell.find_line_magic("automl") is None
    True
    """
    from jupyter_metaml.notebook import unload_ipython_extension as unload

    unload(shell)
