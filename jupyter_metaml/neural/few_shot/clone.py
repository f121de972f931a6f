"""A copy of a module whose parameters move with each loss, and stay functions of the module's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.few_shot.module_call import called
from jupyter_metaml.neural.few_shot.tensors import Tensors
from jupyter_metaml.wording import listed


class AdaptableClone:
    """What `MAML.clone` returns: call it like the module, and `adapt` it with a loss.

    Gradients of later losses reach the module's own parameters through the steps.

    Parameters
    ----------
    module : Module
        Stays as it is.
    tensors : dict of Tensor
        Parameters and buffers by name, made from those of the module.
    lr : float
    first_order, allow_unused, allow_nograd : bool
        Defaults of `adapt`.
    """

    def __init__(
        self,
        module: nn.Module,
        tensors: Tensors,
        *,
        lr: float,
        first_order: bool,
        allow_unused: bool,
        allow_nograd: bool,
    ) -> None:
        self.module = module
        self.lr = lr
        self.first_order = first_order
        self.allow_unused = allow_unused
        self.allow_nograd = allow_nograd
        self._tensors = tensors

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the module with the clone's parameters; buffers that it writes are the clone's, too."""
        return called(self.module, self._tensors, args, kwargs)

    def named_parameters(self) -> Iterator[tuple[str, torch.Tensor]]:
        """Yield the clone's parameters by name."""
        return ((name, self._tensors[name]) for name, _ in self.module.named_parameters())

    def parameters(self) -> Iterator[torch.Tensor]:
        """Yield the clone's parameters."""
        return (tensor for _, tensor in self.named_parameters())

    def adapt(
        self,
        loss: torch.Tensor,
        *,
        first_order: bool | None = None,
        allow_unused: bool | None = None,
        allow_nograd: bool | None = None,
    ) -> None:
        """Take one step down the gradient of a loss.

        Parameters
        ----------
        loss : Tensor of shape ()
            Computed with this clone.
        first_order : bool or None, default=None
            Whether later gradients take this step as a constant.
        allow_unused : bool or None, default=None
            Whether parameters that the loss does not depend on stay as they are; otherwise they are an error.
        allow_nograd : bool or None, default=None
            Whether parameters without gradients stay as they are; otherwise they are an error.

        Raises
        ------
        UsageError
            If the loss does not depend on the clone, or not on all of it.
        """
        if not isinstance(loss, torch.Tensor) or loss.numel() != 1 or not loss.requires_grad:
            message = (
                "adapt(loss) needs one number that was computed with this clone: loss = criterion(learner(X), y), and "
                "no detach(), item() or no_grad() in between."
            )
            raise UsageError(message)
        parameters = dict(self.named_parameters())
        moving = {name: tensor for name, tensor in parameters.items() if tensor.requires_grad}
        _refuse(
            [name for name in parameters if name not in moving],
            "do not require gradients",
            "allow_nograd",
            allowed=self.allow_nograd if allow_nograd is None else allow_nograd,
        )
        is_second = not (self.first_order if first_order is None else first_order)
        slopes = torch.autograd.grad(
            loss, list(moving.values()), create_graph=is_second, retain_graph=is_second, allow_unused=True
        )
        _refuse(
            [name for name, slope in zip(moving, slopes, strict=True) if slope is None],
            "have no part in the loss",
            "allow_unused",
            allowed=self.allow_unused if allow_unused is None else allow_unused,
        )
        for (name, tensor), slope in zip(moving.items(), slopes, strict=True):
            if slope is not None:
                self._tensors[name] = tensor - self.lr * slope

    def clone(self) -> AdaptableClone:
        """Return a clone of this clone, which moves on its own from here."""
        return AdaptableClone(
            self.module,
            {name: tensor.clone() for name, tensor in self._tensors.items()},
            lr=self.lr,
            first_order=self.first_order,
            allow_unused=self.allow_unused,
            allow_nograd=self.allow_nograd,
        )


def _refuse(names: list[str], what: str, option: str, *, allowed: bool) -> None:
    if names and not allowed:
        message = f"Parameters {listed(names)} {what}. Allow that with {option}=True, and they stay as they are."
        raise UsageError(message)
