"""Episodes as tensors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch

from jupyter_metaml.neural.episodes.episode import Episodes

Tensors = dict[str, torch.Tensor]
"""Tensors by name: parameters of a module, or whatever else is learned."""


class Rows(NamedTuple):
    """Rows of one task, or with another axis in front, of several.

    Attributes
    ----------
    X : Tensor of shape (n_rows, *row)
    y : Tensor of shape (n_rows,)
        Codes (int64) or numbers.
    weight : Tensor of shape (n_rows,)
        0 for filling, which counts nowhere.
    n_classes : Tensor of shape ()
        Classes of the task; 0 in regression.
    """

    X: torch.Tensor
    y: torch.Tensor
    weight: torch.Tensor
    n_classes: torch.Tensor


class Batch(NamedTuple):
    """Support and query of several tasks; all tensors have the tasks as their first axis."""

    support: Rows
    query: Rows


def batch_of(episodes: Episodes, like: torch.Tensor) -> Batch:
    """Make tensors of episodes.

    Parameters
    ----------
    episodes : Episodes
    like : Tensor
        Numbers get its type and device.
    """

    def tensor(values: Any) -> torch.Tensor:
        values = np.ascontiguousarray(values)
        found = torch.from_numpy(values).to(like.device)
        return found if values.dtype.kind in "iu" else found.to(like.dtype)

    n_classes = tensor(episodes.n_classes)
    parts = [
        Rows(
            X=tensor(getattr(episodes, f"X_{part}")),
            y=tensor(getattr(episodes, f"y_{part}")),
            weight=tensor(getattr(episodes, f"weight_{part}")),
            n_classes=n_classes,
        )
        for part in ("support", "query")
    ]
    return Batch(*parts)
