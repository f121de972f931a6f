"""How large a network is."""

from __future__ import annotations

from dataclasses import dataclass, fields

from jupyter_metaml.exceptions import UsageError

# Beside itself, each cell is embedded with the cells at these places to its right, counted in a circle: so a column
# has an identity before columns are mixed, and pairs of columns meet early.
OFFSETS = (0, 1, 3)
# What is known of a cell: value, rank, whether it is empty, whether it is a level.
N_FEATURES = 4
# How far beyond the last border the mean of an outer bin lies, in standard deviations of the support: that of a half
# normal distribution of spread 1.
TAIL_MEAN = 0.7978845608


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkShape:
    """Widths and depths; the defaults have about 2.3 million parameters.

    Parameters
    ----------
    width, heads : int
        Of what stands for a cell.
    inducing : int
        Points through which the rows of a column talk to each other.
    row_blocks : int
        Blocks in which the cells of a row talk to each other.
    pooled : int
        Vectors of `width` that stand for a row afterwards.
    context_width, context_heads, context_blocks : int
        Of what stands for a row; `context_width` is `pooled` times `width`.
    thinking : int
        Rows that belong to no table, as a place for what all rows share.
    slots : int
        Most classes.
    bins : int
        Bins of the density of a number.
    levels : int
        Most frequent levels of a category that are told apart by name; the rest by frequency only.

    Raises
    ------
    UsageError
        If a number is below 1, or the widths do not fit each other.
    """

    width: int = 64
    heads: int = 2
    inducing: int = 32
    row_blocks: int = 2
    pooled: int = 4
    context_width: int = 256
    context_heads: int = 4
    context_blocks: int = 4
    thinking: int = 8
    slots: int = 10
    bins: int = 128
    levels: int = 32

    def __post_init__(self) -> None:
        small = [item.name for item in fields(self) if getattr(self, item.name) < 1]
        if small:
            msg = f"{', '.join(small)} must be at least 1."
            raise UsageError(msg)
        if self.width % self.heads or self.context_width % self.context_heads:
            msg = "Heads must divide their width. Change width or heads, context_width or context_heads."
            raise UsageError(msg)
        if self.context_width != self.pooled * self.width:
            msg = (
                f"context_width={self.context_width} must be pooled * width = {self.pooled * self.width}: the pooled "
                "vectors of a row stand side by side."
            )
            raise UsageError(msg)
