"""The network in NumPy: what `network` computes in torch, for one table, with the support read once.

::

    remember(support, labels) -> Memory      what rows of the query look at: a few states per column, keys and values
    predict(Memory, query)    -> logits      each row of the query by itself

Blocks of columns, and then of rows, fit into the cache of a core.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jupyter_metaml.neural.pfn.encoding import Floats, Levels
from jupyter_metaml.neural.pfn.shape import OFFSETS
from jupyter_metaml.neural.pfn.weights import Weights

_CELLS_OF_A_BLOCK = 2048
_ROWS_OF_A_BLOCK = 256  # of the query, in the context stage
_USUAL_LOG_SUPPORT = np.float32(5.5)
_TINY = np.float32(1e-5)

KeyValue = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a support leaves behind.

    Attributes
    ----------
    columns : tuple of pairs of arrays
        For both column blocks, keys (n_columns, heads, size, inducing) and values (n_columns, heads, inducing, size).
    rows : tuple of pairs of arrays
        For each context block, keys (heads, size, n_seen) and values (heads, n_seen, size).
    is_classification : bool
    """

    columns: tuple[KeyValue, ...]
    rows: tuple[KeyValue, ...]
    is_classification: bool


class Network:
    """A trained network, ready to predict.

    Parameters
    ----------
    weights : Weights
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.shape = weights.shape
        # Products take (inputs, outputs) in one piece; torch keeps (outputs, inputs).
        self._arrays = {
            name: np.ascontiguousarray(array.T) if name.endswith(".weight") and not _is_embedding(name) else array
            for name, array in weights.arrays.items()
        }

    def remember(self, features: Floats, levels: Levels, labels: np.ndarray) -> Memory:
        """Read a support.

        Parameters
        ----------
        features, levels : arrays of shape (n_support, n_columns, N_FEATURES) and (n_support, n_columns)
            See `encoding`.
        labels : int array of shape (n_support,) or float array of shape (n_support, 2)
            Class slots, or encoded numbers.
        """
        cell_label, row_label = self._labels(labels)
        columns: list[KeyValue] = []
        rows = self._rows(features, levels, cell_label, columns, is_support=True) + row_label
        x = np.concatenate([self._arrays["thinking"][0], rows])
        seen: list[KeyValue] = []
        for place in range(self.shape.context_blocks):
            name = f"context.{place}"
            normal = _normed(x)
            seen.append(self._keys(f"{name}.look", normal[None], self.shape.context_heads, 0))
            if place < self.shape.context_blocks - 1:
                x = self._context(name, x, normal, seen[-1])
        squeezed = tuple((keys[0], values[0]) for keys, values in seen)
        return Memory(columns=tuple(columns), rows=squeezed, is_classification=labels.ndim == 1)

    def predict(self, memory: Memory, features: Floats, levels: Levels) -> Floats:
        """Return logits of shape (n_query, slots or bins)."""
        cell_label, row_label = self._unknown(is_classification=memory.is_classification)
        x = self._rows(features, levels, cell_label, list(memory.columns), is_support=False) + row_label
        for place, (keys, values) in enumerate(memory.rows):
            x = self._context(f"context.{place}", x, _normed(x), (keys[None], values[None]))
        head = "class_head" if memory.is_classification else "bin_head"
        return self._affine(head, _normed(x))

    def _labels(self, labels: np.ndarray) -> tuple[Floats, Floats]:
        """Embed the labels of a support, for cells and for rows."""
        if labels.ndim == 1:
            return self._arrays["cell_class.weight"][labels], self._arrays["row_class.weight"][labels]
        return labels @ self._arrays["cell_number.weight"][:2], labels @ self._arrays["row_number.weight"][:2]

    def _unknown(self, *, is_classification: bool) -> tuple[Floats, Floats]:
        """Embed "to be found"."""
        kind = "class" if is_classification else "number"
        return self._arrays[f"cell_{kind}.weight"][-1:], self._arrays[f"row_{kind}.weight"][-1:]

    def _rows(
        self, features: Floats, levels: Levels, label: Floats, states: list[KeyValue], *, is_support: bool
    ) -> Floats:
        """Turn cells into one vector per row; a support leaves its states in the list, a query uses them."""
        n_rows, n_columns, _ = features.shape
        around = np.concatenate([np.roll(features, -offset, axis=1) for offset in OFFSETS], axis=2)
        x = self._affine("cell", around)
        x += self._arrays["level.weight"][levels]
        x += label[:, None]
        x = np.ascontiguousarray(x.transpose(1, 0, 2))  # (n_columns, n_rows, width)
        self._column_block("first", x, states, 0 if not is_support else None)
        x = np.ascontiguousarray(x.transpose(1, 0, 2))
        for part in _blocks(n_rows, n_columns):
            rows = x[part]
            for place in range(self.shape.row_blocks):
                normal = _normed(rows)
                keys = self._keys(f"rows.{place}.look", normal, self.shape.heads, None)
                rows += self._look(f"rows.{place}.look", normal, keys)
                self._feed(f"rows.{place}", rows)
        x = np.ascontiguousarray(x.transpose(1, 0, 2))
        self._column_block("second", x, states, 1 if not is_support else None)
        x = x.transpose(1, 0, 2)
        return np.concatenate([self._pooled(x[part]) for part in _blocks(n_rows, n_columns)])

    def _column_block(self, name: str, x: Floats, states: list[KeyValue], place: int | None) -> None:
        """Change x of shape (n_columns, n_rows, width) in place."""
        points = self._arrays[f"{name}.points"]
        parts: list[KeyValue] = []
        for part in _blocks(*x.shape[:2]):
            rows = x[part]
            normal = _normed(rows)
            if place is None:
                seen = self._keys(f"{name}.gather", normal, self.shape.heads, 0)
                state = points + self._look(f"{name}.gather", _normed(points), seen)
                keys = self._keys(f"{name}.spread", _normed(state), self.shape.heads, None)
                parts.append(keys)
            else:
                keys = (states[place][0][part], states[place][1][part])
            rows += self._look(f"{name}.spread", normal, keys)
            self._feed(name, rows)
        if place is None:
            states.append((np.concatenate([keys for keys, _ in parts]), np.concatenate([v for _, v in parts])))

    def _pooled(self, x: Floats) -> Floats:
        """Look from the pool points at the cells of each row: (n_rows, n_columns, width) to (n_rows, context_width)."""
        points = self._arrays["pool_points"]
        keys = self._keys("pool", _normed(np.ascontiguousarray(x)), self.shape.heads, None)
        return (points + self._look("pool", _normed(points), keys)).reshape(len(x), -1)

    def _context(self, name: str, x: Floats, normal: Floats, keys: KeyValue) -> Floats:
        """Let rows of shape (n_rows, context_width) look at those of the support."""
        result = np.empty_like(x)
        for start in range(0, len(x), _ROWS_OF_A_BLOCK):
            part = slice(start, start + _ROWS_OF_A_BLOCK)
            rows = x[part] + self._look(f"{name}.look", normal[None, part], keys)[0]
            self._feed(name, rows)
            result[part] = rows
        return result

    def _keys(self, name: str, x: Floats, heads: int, scaled: int | None) -> KeyValue:
        """Project (n, n_keys, width) to keys (n, heads, size, n_keys) and values (n, heads, n_keys, size).

        What scales queries in torch, the size of a head and the length of the support, scales keys here: a support is
        read once.
        """
        n, n_keys, width = x.shape
        size = width // heads
        both = (x.reshape(-1, width) @ self._arrays[f"{name}.key_value.weight"]).reshape(n, n_keys, 2, heads, size)
        scale = np.full(heads, size**-0.5, dtype=np.float32)
        if scaled is not None:
            scale *= 1 + self._arrays[f"{name}.slope"] * (np.float32(np.log(n_keys)) - _USUAL_LOG_SUPPORT)
        keys = both[:, :, 0].transpose(0, 2, 3, 1) * scale[:, None, None]
        return np.ascontiguousarray(keys), np.ascontiguousarray(both[:, :, 1].transpose(0, 2, 1, 3))

    def _look(self, name: str, x: Floats, seen: KeyValue) -> Floats:
        """Attend from (n, n_queries, width), or one set of queries for all, to keys and values."""
        keys, values = seen
        heads, size = keys.shape[1:3]
        width = heads * size
        queries = x.reshape(-1, width) @ self._arrays[f"{name}.query.weight"]
        weights = np.matmul(queries.reshape(len(x), -1, heads, size).transpose(0, 2, 1, 3), keys)
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        total = weights.sum(axis=-1, keepdims=True)
        mixed = np.matmul(weights, values)
        mixed /= total
        n, _, n_queries, _ = mixed.shape
        flat = np.ascontiguousarray(mixed.transpose(0, 2, 1, 3)).reshape(-1, width)
        return (flat @ self._arrays[f"{name}.out.weight"]).reshape(n, n_queries, width)

    def _feed(self, name: str, x: Floats) -> None:
        """Let each vector think by itself; changes x in place."""
        above = self._affine(f"{name}.feed.rise", _normed(x))
        np.maximum(above, 0.0, out=above)
        np.multiply(above, above, out=above)
        x += self._affine(f"{name}.feed.fall", above)

    def _affine(self, name: str, x: Floats) -> Floats:
        result = x.reshape(-1, x.shape[-1]) @ self._arrays[f"{name}.weight"]
        result += self._arrays[f"{name}.bias"]
        return result.reshape(*x.shape[:-1], -1)


def _is_embedding(name: str) -> bool:
    return name in {"level.weight", "cell_class.weight", "row_class.weight"}


def _blocks(n: int, length: int) -> Iterator[slice]:
    """Cut `n` sequences of `length` cells into blocks."""
    step = max(1, _CELLS_OF_A_BLOCK // max(1, length))
    for start in range(0, n, step):
        yield slice(start, start + step)


def _normed(x: Floats) -> Floats:
    """Shift and scale the last axis to mean 0 and mean square 1."""
    centred = x - x.mean(axis=-1, keepdims=True)
    scale = np.einsum("...i,...i->...", centred, centred)
    scale /= np.float32(x.shape[-1])
    scale += _TINY
    np.sqrt(scale, out=scale)
    centred /= scale[..., None]
    return np.asarray(centred)
