"""Torch modules, which adapt by gradients, are handed over to the learners of `jupyter_metaml.neural`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_metaml import neural


def is_torch_module(model: object) -> bool:
    """Tell a torch module; torch is not imported, as there can be none before somebody else has done that."""
    module = getattr(getattr(sys.modules.get("torch"), "nn", None), "Module", None)
    return isinstance(module, type) and isinstance(model, module)


def neural_learner(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Make the neural learner of the same name, when it is a torch module that is to be wrapped.

    Parameters
    ----------
    name : {"MAML", "Reptile"}
    args, kwargs
        What the constructor was given: the model first, or by its name.

    Returns
    -------
    jupyter_metaml.neural.MAML, jupyter_metaml.neural.Reptile or None
        None for any other model.
    """
    model = args[0] if args else kwargs.get("model")
    return getattr(neural, name)(*args, **kwargs) if is_torch_module(model) else None
