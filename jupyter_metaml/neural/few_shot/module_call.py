"""Calling a module with other tensors than its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from torch import nn
from torch.func import functional_call

from jupyter_metaml.neural.few_shot.tensors import Tensors


def called(module: nn.Module, tensors: Tensors, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
    """Call a module with some of its parameters and buffers replaced; its own come back afterwards.

    torch ties equal parameters itself, but a module that stands in two places of another does not get its own
    parameters back then (seen in torch 2.13).  Here each place of a tensor is replaced once.

    Parameters
    ----------
    module : Module
    tensors : dict of Tensor
        By the names that ``named_parameters`` and ``named_buffers`` give; other names are left out.
    args, kwargs
        For the module.
    """
    replaced = {place: tensors[name] for place, name in places(module).items() if name in tensors}
    return functional_call(module, replaced, tuple(args), dict(kwargs or {}), tie_weights=False)


def places(module: nn.Module) -> dict[str, str]:
    """Return the name of each parameter and buffer by each of its places.

    A tensor that is shared by two parts has two places and one name.
    """
    first: dict[int, str] = {}
    found = {}
    for prefix, part in module.named_modules():  # each part once
        own = [
            *part.named_parameters(prefix, recurse=False, remove_duplicate=False),
            *part.named_buffers(prefix, recurse=False, remove_duplicate=False),
        ]
        for place, tensor in own:
            found[place] = first.setdefault(id(tensor), place)
    return found
