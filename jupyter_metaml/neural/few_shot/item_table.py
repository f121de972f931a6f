"""An embedding of things that are known by their number only."""

from __future__ import annotations

import torch
from torch import nn


class ItemTable(nn.Module):
    """Give each item a row of numbers that is learned.

    Unlike ``nn.Embedding`` it takes rows of floats, of which the first number is that of the item, as the learners give
    them.

    Parameters
    ----------
    n_items : int
    n_dimensions : int
    scale : float, default=0.1
        Standard deviation of what the numbers start from.
    level : float, default=0.0
        Added to the first number of each item, such as the mean rating where that number is an offset (`RidgeHead`).

    Examples
    --------
    >>> import torch
    >>> from jupyter_metaml.neural import ItemTable
    >>> films = ItemTable(n_items=150, n_dimensions=7, level=3.5)
    >>> films(torch.tensor([[3.0], [14.0]])).shape
    torch.Size([2, 7])
    """

    def __init__(self, n_items: int, n_dimensions: int, *, scale: float = 0.1, level: float = 0.0) -> None:
        super().__init__()
        start = scale * torch.randn(n_items, n_dimensions)
        start[:, 0] += level
        self.values = nn.Parameter(start)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Return the numbers of items.

        Parameters
        ----------
        X : Tensor of shape (n_rows, n_columns)
            Numbers of items from 0 in the first column.

        Returns
        -------
        Tensor of shape (n_rows, n_dimensions)
        """
        return self.values[X[:, 0].long()]
