"""What a meta-learner may wrap, and what to say about anything else."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_metaml.automl.estimators import AutoMLClassifier, AutoMLRegressor
from jupyter_metaml.exceptions import UsageError

AutoML = AutoMLClassifier | AutoMLRegressor


class UnwrappableModelError(UsageError):
    """A meta-learner cannot learn with such a model."""

    @classmethod
    def torch_module(cls, owner: str, model: object) -> UnwrappableModelError:
        """Say what torch modules would need."""
        return cls(
            f"{owner} was given the torch module {type(model).__name__}. Learners that adapt torch modules in a few "
            "shots belong to jupyter_metaml.neural, which this version does not have. "
            f"Give {owner} an AutoMLClassifier or AutoMLRegressor."
        )

    @classmethod
    def from_model(cls, owner: str, model: object) -> UnwrappableModelError:
        """Say what was given and what works."""
        given = f"the class {model.__name__}" if isinstance(model, type) else f"a {type(model).__name__}"
        return cls(
            f"{owner} learns across tasks with an AutoMLClassifier or an AutoMLRegressor, and was given {given}. "
            f"Write for example {owner}(AutoMLClassifier(time_budget_s=60))."
        )


def checked_model(model: Any, owner: str) -> AutoML:
    """Return a model that a meta-learner can wrap.

    Torch is not imported: a torch module can only be there when somebody else has done that.

    Parameters
    ----------
    model : object
    owner : str
        Name of the meta-learner, for messages.

    Raises
    ------
    UnwrappableModelError
        If it is anything but one of our estimators.
    """
    if isinstance(model, AutoMLClassifier | AutoMLRegressor):
        return model
    module = getattr(getattr(sys.modules.get("torch"), "nn", None), "Module", None)
    if isinstance(module, type) and isinstance(model, module):
        raise UnwrappableModelError.torch_module(owner, model)
    raise UnwrappableModelError.from_model(owner, model)
