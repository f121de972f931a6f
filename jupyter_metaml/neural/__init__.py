"""Networks trained across tasks: one that predicts a table in context, and learners that adapt in a few shots.

Names are loaded when they are first asked for: predicting needs NumPy, training and adapting need torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_metaml.neural.pfn.classifier import PriorFittedClassifier
    from jupyter_metaml.neural.pfn.regressor import PriorFittedRegressor

__all__ = ["PriorFittedClassifier", "PriorFittedRegressor"]

# Public name -> the module that holds it.
_HOMES = {
    "PriorFittedClassifier": "jupyter_metaml.neural.pfn.classifier",
    "PriorFittedRegressor": "jupyter_metaml.neural.pfn.regressor",
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
