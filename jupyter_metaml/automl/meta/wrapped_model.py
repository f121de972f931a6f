"""What a meta-learner may wrap, and what to say about anything else."""

from __future__ import annotations

from typing import Any

from jupyter_metaml.automl.estimators import AutoMLClassifier, AutoMLRegressor
from jupyter_metaml.automl.meta.torch_modules import is_torch_module
from jupyter_metaml.exceptions import UsageError

AutoML = AutoMLClassifier | AutoMLRegressor


class UnwrappableModelError(UsageError):
    """A meta-learner cannot learn with such a model."""

    @classmethod
    def torch_module(cls, owner: str, model: object) -> UnwrappableModelError:
        """Say who takes torch modules."""
        return cls(
            f"{owner} searches with an AutoMLClassifier or an AutoMLRegressor, and was given the torch module "
            f"{type(model).__name__}. To adapt that in a few shots, use jupyter_metaml.MAML or Reptile."
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
    if is_torch_module(model):
        raise UnwrappableModelError.torch_module(owner, model)
    raise UnwrappableModelError.from_model(owner, model)
