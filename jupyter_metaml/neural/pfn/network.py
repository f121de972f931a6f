"""The network in torch, for training; `forward` computes the same in NumPy.

::

    cells (tables, rows, columns) + labels of the support
      -> column block: rows of a column talk through inducing points, which see the support only
      -> row blocks: the cells of a row talk to each other
      -> column block
      -> pool: a few vectors per row + labels of the support
      -> context blocks: rows look at the rows of the support, and at rows for thinking
      -> head: class slots, or bins of a number

A row of the query never sees another one of the query.

References
----------
Hollmann et al. (2023), TabPFN, ICLR; Qu et al. (2025, 2026), TabICL and TabICLv2, for the order of stages, labels added
to cells and queries scaled by the length of the support; Lee et al. (2019), Set Transformer, ICML, for inducing points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from jupyter_metaml.neural.pfn.shape import N_FEATURES, OFFSETS, NetworkShape

# The support size at which the learned scale of queries changes nothing.
_USUAL_LOG_SUPPORT = 5.5
# Up to so many heads, wasted products cost less than copies.
_FEW_HEADS = 2


class Tables(NamedTuple):
    """Encoded tables; see `cells`.

    Attributes
    ----------
    features : tensor of shape (n_tables, n_rows, n_columns, N_FEATURES)
    levels : int tensor of shape (n_tables, n_rows, n_columns)
        0 where a cell is no level, else 1 + place of the level by frequency.
    classes : int tensor of shape (n_tables, n_support) or None
    numbers : tensor of shape (n_tables, n_support, 2) or None
        Standardised targets and their normal scores.
    """

    features: Tensor
    levels: Tensor
    classes: Tensor | None
    numbers: Tensor | None

    @property
    def n_support(self) -> int:
        """How many of the first rows have a label."""
        labels = self.classes if self.classes is not None else self.numbers
        if labels is None:
            msg = "tables have classes or numbers"
            raise ValueError(msg)
        return labels.shape[1]


def normed(x: Tensor) -> Tensor:
    """Shift and scale the last axis to mean 0 and mean square 1; gain and shift are part of the matrix that follows."""
    return functional.layer_norm(x, (x.shape[-1],))


class Attention(nn.Module):
    """Attention with heads, keys and values by one matrix, and an output that starts at nothing.

    What scales queries, the size of a head and the learned slope by the length of the support, is part of their matrix.
    """

    def __init__(self, width: int, heads: int, *, scaled: bool) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key_value = nn.Linear(width, 2 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.slope = nn.Parameter(torch.zeros(heads)) if scaled else None
        nn.init.zeros_(self.out.weight)
        mine = torch.eye(heads).repeat_interleave(width // heads, dim=1)
        self.register_buffer("mine", mine, persistent=False)

    def forward(self, queries: Tensor, keys: Tensor) -> Tensor:
        """Look from (n, n_queries, width) at (n, n_keys, width); a single set of queries may serve all."""
        width = keys.shape[-1]
        scale = keys.new_full((self.heads, 1), (width // self.heads) ** -0.5)
        if self.slope is not None:
            scale = scale * (1 + self.slope[:, None] * (math.log(keys.shape[1]) - _USUAL_LOG_SUPPORT))
        weight = self.query.weight * scale.expand(-1, width // self.heads).reshape(-1, 1)
        asked = functional.linear(queries, weight)
        key, value = (functional.linear(keys, part) for part in self.key_value.weight.chunk(2))
        if len(asked) == 1 < len(key):
            mixed = self._from_points(asked[0], key, value)
        elif self.heads <= _FEW_HEADS:
            mixed = self._by_blocks(asked, key, value)
        else:
            mixed = self._by_heads(asked, key, value)
        result: Tensor = self.out(mixed)
        return result

    def _by_heads(self, asked: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attend with an axis for heads, which takes copies of all arrays."""
        queries, keys, values = (x.view(*x.shape[:2], self.heads, -1).transpose(1, 2) for x in (asked, key, value))
        if asked.is_cuda:  # there, one fused call spares the large arrays of weights
            mixed = functional.scaled_dot_product_attention(queries, keys, values, scale=1.0)
        else:
            mixed = torch.matmul(torch.matmul(queries, keys.mT).softmax(-1), values)
        return mixed.transpose(1, 2).flatten(2)

    def _by_blocks(self, asked: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attend with keys and values repeated per head, zero outside of it: more products, no copies of queries."""
        n, n_keys, _ = key.shape
        keys, values = (torch.cat([x * mine for mine in self._masks()], dim=1) for x in (key, value))
        weights = torch.bmm(asked, keys.mT).view(n, -1, self.heads, n_keys).softmax(-1)
        return torch.bmm(weights.view(n, -1, self.heads * n_keys), values)

    def _from_points(self, asked: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attend from the same few queries to every set of keys."""
        n, n_keys, width = key.shape
        points = torch.cat([asked * mine for mine in self._masks()])  # (heads * n_queries, width)
        weights = torch.mm(key.view(-1, width), points.T).view(n, n_keys, -1).softmax(1)
        mixed = torch.bmm(weights.mT, value).view(n, self.heads, -1, width)
        return sum((mixed[:, head] * mine for head, mine in enumerate(self._masks())), start=mixed.new_zeros(()))

    def _masks(self) -> Sequence[Tensor]:
        """Return which places of a vector belong to each head."""
        mine: Tensor = self.get_buffer("mine")
        return mine.unbind()


class SquaredRectifier(torch.autograd.Function):
    """The square of what is above zero, with one tensor kept for the way back instead of two."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        """Square what is above zero."""
        above = functional.relu(x)
        ctx.save_for_backward(above)
        return above * above

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        """Return the gradient of what came in."""
        (above,) = ctx.saved_tensors
        result: Tensor = (gradient * above).mul_(2)
        return result


class FeedForward(nn.Module):
    """Two matrices with a squared rectifier between them, which NumPy computes several times as fast as a GELU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.rise = nn.Linear(width, 2 * width)
        self.fall = nn.Linear(2 * width, width)
        nn.init.zeros_(self.fall.weight)
        nn.init.zeros_(self.fall.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Change each vector by itself."""
        above = SquaredRectifier.apply(self.rise(x))  # type: ignore[no-untyped-call]  # torch has no types here
        result: Tensor = self.fall(above)
        return result


class ColumnBlock(nn.Module):
    """Rows of a column learn from the support through inducing points."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.points = nn.Parameter(torch.randn(1, shape.inducing, shape.width))
        self.gather = Attention(shape.width, shape.heads, scaled=True)
        self.spread = Attention(shape.width, shape.heads, scaled=False)
        self.feed = FeedForward(shape.width)

    def forward(self, x: Tensor, n_support: int) -> Tensor:
        """Change cells of shape (n_tables, n_columns, n_rows, width)."""
        n_tables, n_columns, n_rows, width = x.shape
        rows = x.view(-1, n_rows, width)
        seen = normed(rows)
        states = self.points + self.gather(normed(self.points), seen[:, :n_support])
        rows = rows + self.spread(seen, normed(states))
        rows = rows + self.feed(normed(rows))
        result: Tensor = rows.view(n_tables, n_columns, n_rows, width)
        return result


class MixBlock(nn.Module):
    """Each of a sequence looks at the first of the sequence, then thinks by itself."""

    def __init__(self, width: int, heads: int, *, scaled: bool) -> None:
        super().__init__()
        self.look = Attention(width, heads, scaled=scaled)
        self.feed = FeedForward(width)

    def forward(self, x: Tensor, n_seen: int | None = None, first_asked: int = 0) -> Tensor:
        """Return what becomes of (n, length, width) from `first_asked` on; only the first `n_seen` are looked at."""
        seen = normed(x)
        asked = x[:, first_asked:] + self.look(seen[:, first_asked:], seen[:, :n_seen])
        return asked + self.feed(normed(asked))  # type: ignore[no-any-return]


class PriorFittedNetwork(nn.Module):
    """Predict the rows of the query from those of the support, without fitting.

    Parameters
    ----------
    shape : NetworkShape
    """

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.shape = shape
        width, wide = shape.width, shape.context_width
        self.cell = nn.Linear(N_FEATURES * len(OFFSETS), width)
        self.level = nn.Embedding(shape.levels + 1, width)
        # The last class stands for "to be found"; so does the last of the three rows for numbers.
        self.cell_class, self.row_class = nn.Embedding(shape.slots + 1, width), nn.Embedding(shape.slots + 1, wide)
        self.cell_number, self.row_number = nn.Linear(3, width, bias=False), nn.Linear(3, wide, bias=False)
        self.first = ColumnBlock(shape)
        self.rows = nn.ModuleList(MixBlock(width, shape.heads, scaled=False) for _ in range(shape.row_blocks))
        self.second = ColumnBlock(shape)
        self.pool_points = nn.Parameter(torch.randn(1, shape.pooled, width))
        self.pool = Attention(width, shape.heads, scaled=False)
        self.thinking = nn.Parameter(torch.randn(1, shape.thinking, wide))
        self.context = nn.ModuleList(
            MixBlock(wide, shape.context_heads, scaled=True) for _ in range(shape.context_blocks)
        )
        self.class_head, self.bin_head = nn.Linear(wide, shape.slots), nn.Linear(wide, shape.bins)
        nn.init.normal_(self.level.weight, std=0.5)
        for head in (self.class_head, self.bin_head):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def forward(self, tables: Tables) -> Tensor:
        """Return logits of shape (n_tables, n_query, slots or bins)."""
        n_tables, n_rows, n_columns, _ = tables.features.shape
        n_support, width = tables.n_support, self.shape.width
        device = tables.features.device
        near = (torch.arange(n_columns, device=device)[:, None] + torch.tensor(OFFSETS, device=device)) % n_columns
        around = tables.features.index_select(2, near.flatten()).view(n_tables, n_rows, n_columns, -1)
        x = self.cell(around) + self.level(tables.levels)
        cell_label, row_label = self._labels(tables, n_rows)
        x = (x + cell_label[:, :, None]).transpose(1, 2).contiguous()  # (n_tables, n_columns, n_rows, width)
        x = self.first(x, n_support).transpose(1, 2).reshape(-1, n_columns, width)
        for block in self.rows:
            x = block(x)
        x = x.view(n_tables, n_rows, n_columns, width).transpose(1, 2).contiguous()
        x = self.second(x, n_support).transpose(1, 2).reshape(-1, n_columns, width)
        pooled = self.pool_points + self.pool(normed(self.pool_points), normed(x))
        rows = pooled.view(n_tables, n_rows, -1) + row_label
        rows = torch.cat([self.thinking.expand(n_tables, -1, -1), rows], dim=1)
        n_seen = self.shape.thinking + n_support
        for place, block in enumerate(self.context):
            is_last = place == len(self.context) - 1
            rows = block(rows, n_seen, n_seen if is_last else 0)
        head = self.class_head if tables.classes is not None else self.bin_head
        return head(normed(rows))  # type: ignore[no-any-return]

    def _labels(self, tables: Tables, n_rows: int) -> tuple[Tensor, Tensor]:
        """Embed the labels of the support, and "to be found" for the query, for cells and for rows."""
        n_query = n_rows - tables.n_support
        if tables.classes is not None:
            classes = functional.pad(tables.classes, (0, n_query), value=self.shape.slots)
            return self.cell_class(classes), self.row_class(classes)
        if tables.numbers is None:
            msg = "tables have classes or numbers"
            raise ValueError(msg)
        numbers = functional.pad(tables.numbers, (0, 1))
        asked = numbers.new_tensor([0.0, 0.0, 1.0]).expand(len(numbers), n_query, 3)
        numbers = torch.cat([numbers, asked], dim=1)
        return self.cell_number(numbers), self.row_number(numbers)
