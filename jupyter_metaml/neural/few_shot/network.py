"""A module as a function of its parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from jupyter_metaml.neural.few_shot.errors import UnadaptableModelError
from jupyter_metaml.neural.few_shot.losses import mean_loss
from jupyter_metaml.neural.few_shot.module_call import called
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A module as a function, with the loss of the kind of task that it is for.

    Attributes
    ----------
    module : Module
        Its own parameters stay as they are.
    n_classes : int
        The most classes of a task; 0 in regression.
    """

    module: nn.Module
    n_classes: int

    @property
    def like(self) -> torch.Tensor:
        """A tensor of the module's type and device."""
        tensors = [*self.module.parameters(), *self.module.buffers()]
        return next((tensor for tensor in tensors if tensor.is_floating_point()), torch.empty(0))

    def parameters(self) -> Tensors:
        """Return copies of what can be learned: parameters that require gradients."""
        named = self.module.named_parameters()
        return {name: tensor.detach().clone() for name, tensor in named if tensor.requires_grad}

    def for_tasks_of(self, n_classes: int) -> Network:
        """Return the same network for tasks of so many classes at most."""
        return replace(self, n_classes=n_classes)

    def check_rows(self, X: torch.Tensor) -> None:
        """Try the module on a few rows.

        Raises
        ------
        UnadaptableModelError
            If it cannot take them.
        """
        try:
            with torch.no_grad():
                self.module(X[:2])
        except (RuntimeError, ValueError, IndexError) as error:
            raise UnadaptableModelError.rows(tuple(X.shape[1:]), str(error).partition("\n")[0]) from error

    def __call__(self, parameters: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Return the module's outputs, shape (n_rows, ...), with other parameters than its own.

        Tensors of other names are left out, so that rules may keep theirs beside the parameters.
        """
        outputs: torch.Tensor = called(self.module, parameters, (X,))
        return outputs

    def loss(self, outputs: torch.Tensor, rows: Rows) -> torch.Tensor:
        """Return the mean loss of outputs, shape ().

        Raises
        ------
        UnadaptableModelError
            If they are too few for the classes, or not one number for each row.
        """
        n_rows = rows.y.shape[0]
        is_fine = (
            outputs.ndim == 2 and outputs.shape[1] >= self.n_classes if self.n_classes else outputs.numel() == n_rows
        )
        if not is_fine:
            raise UnadaptableModelError.outputs(tuple(outputs.shape), self.n_classes)
        return mean_loss(outputs, rows, is_classification=self.n_classes > 0)


def checked_module(model: Any, owner: str, *, needs_gradients: bool) -> nn.Module:
    """Return a module that can be adapted.

    Parameters
    ----------
    model : object
    owner : str
        Name of the learner, for messages.
    needs_gradients : bool
        Whether a module in which nothing can be learned is refused.

    Raises
    ------
    UnadaptableModelError
        If it is no module, or nothing in it can be learned.
    """
    if not isinstance(model, nn.Module):
        raise UnadaptableModelError.no_module(owner, model)
    if needs_gradients and not any(parameter.requires_grad for parameter in model.parameters()):
        raise UnadaptableModelError.no_parameters(owner, model)
    return model


def check_trainable(module: nn.Module, owner: str) -> None:
    """Refuse modules that cannot be trained on many tasks at once.

    Raises
    ------
    UnadaptableModelError
        If a layer of it writes statistics of the rows into the module.
    """
    names = [
        name
        for name, part in module.named_modules()
        if isinstance(part, _BatchNorm) and part.track_running_stats and part.running_mean is not None
    ]
    if names:
        raise UnadaptableModelError.running_statistics(owner, names)
