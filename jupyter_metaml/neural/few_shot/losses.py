"""What adapting makes small: cross-entropy of classes, squared error of numbers."""

from __future__ import annotations

import torch
from torch.nn import functional

from jupyter_metaml.neural.few_shot.tensors import Rows

# A logit for classes that a task does not have: their probability is exactly 0, in 32 bits too, and no gradient is NaN.
_NEVER = -1e4


def mean_loss(outputs: torch.Tensor, rows: Rows, *, is_classification: bool) -> torch.Tensor:
    """Return the mean loss over rows, by weight.

    Parameters
    ----------
    outputs : Tensor of shape (n_rows, n_outputs), in regression also (n_rows,)
    rows : Rows
    is_classification : bool

    Returns
    -------
    Tensor of shape ()
    """
    if is_classification:
        losses = functional.cross_entropy(of_the_task(outputs, rows.n_classes), rows.y, reduction="none")
    else:
        losses = (outputs.reshape(rows.y.shape) - rows.y) ** 2
    # An episode without a query has the loss 0, and teaches nothing.
    return (losses * rows.weight).sum() / rows.weight.sum().clamp(min=1.0)


def of_the_task(logits: torch.Tensor, n_classes: torch.Tensor) -> torch.Tensor:
    """Rule out the classes beyond those of the task.

    Parameters
    ----------
    logits : Tensor of shape (n_rows, n_outputs)
    n_classes : Tensor of shape ()
    """
    is_beyond = torch.arange(logits.shape[-1], device=logits.device) >= n_classes
    return torch.where(is_beyond, torch.full_like(logits, _NEVER), logits)
