"""Weights on disk: arrays in half precision, how they fit together, and a sum that tells whether they are whole.

Nothing in the file can run: it is read without pickle, and what it says is checked before it is used.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.exceptions import StorageError, UsageError
from jupyter_metaml.neural.pfn.shape import N_FEATURES, OFFSETS, NetworkShape

VERSION = 1
SHIPPED = Path(__file__).parent / "shipped" / "weights.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained network.

    Attributes
    ----------
    shape : NetworkShape
    arrays : dict of str to float32 array
        By the names of the parameters in torch, and ``borders`` of the bins.
    temperature : float
        Logits are divided by it.
    about : dict
        How it was trained; only shown.
    digest : str
        What tells a file from all others; empty for weights that are not from a file.
    """

    shape: NetworkShape
    arrays: dict[str, NDArray[np.float32]]
    temperature: float
    about: dict[str, Any] = field(default_factory=dict)
    digest: str = ""


class WeightsError(StorageError):
    """A file of weights cannot be used."""

    @classmethod
    def for_file(cls, path: Path, reason: str) -> WeightsError:
        """Name the file and what is wrong with it."""
        return cls(f"{path} holds no usable weights: {reason}. Take the file that was written, or train again.")


class OtherWeightsError(StorageError):
    """An estimator was fitted with a network of another shape than the one at hand."""

    @classmethod
    def for_estimator(cls, name: str) -> OtherWeightsError:
        """Name the estimator and the way out."""
        return cls(
            f"This {name} was fitted with a network of another shape than the one at hand. "
            "Fit it again, or give the file of the weights that it was fitted with by weights=."
        )


class OtherWeightsWarning(UserWarning):
    """An estimator was fitted with other weights than those at hand."""

    @staticmethod
    def text(name: str) -> str:
        """Name the estimator and what follows."""
        return (
            f"This {name} was fitted with other weights than those at hand. It reads its rows again with these, and "
            "may answer a little differently than it did."
        )


def expected_sizes(shape: NetworkShape) -> dict[str, tuple[int, ...]]:
    """Return the size of each array of a network."""
    width, wide = shape.width, shape.context_width
    sizes: dict[str, tuple[int, ...]] = {
        "cell.weight": (width, N_FEATURES * len(OFFSETS)),
        "cell.bias": (width,),
        "level.weight": (shape.levels + 1, width),
        "cell_class.weight": (shape.slots + 1, width),
        "row_class.weight": (shape.slots + 1, wide),
        "cell_number.weight": (width, 3),
        "row_number.weight": (wide, 3),
        "pool_points": (1, shape.pooled, width),
        "thinking": (1, shape.thinking, wide),
        "class_head.weight": (shape.slots, wide),
        "class_head.bias": (shape.slots,),
        "bin_head.weight": (shape.bins, wide),
        "bin_head.bias": (shape.bins,),
        "borders": (shape.bins - 1,),
    }
    attentions = [("pool", width, 0), *((f"rows.{i}.look", width, 0) for i in range(shape.row_blocks))]
    attentions += [(f"context.{i}.look", wide, shape.context_heads) for i in range(shape.context_blocks)]
    feeds = [*((f"rows.{i}", width) for i in range(shape.row_blocks))]
    feeds += [(f"context.{i}", wide) for i in range(shape.context_blocks)]
    for block in ("first", "second"):
        sizes[f"{block}.points"] = (1, shape.inducing, width)
        attentions += [(f"{block}.gather", width, shape.heads), (f"{block}.spread", width, 0)]
        feeds.append((block, width))
    for name, size, heads in attentions:
        sizes |= {f"{name}.query.weight": (size, size), f"{name}.key_value.weight": (2 * size, size)}
        sizes[f"{name}.out.weight"] = (size, size)
        if heads:
            sizes[f"{name}.slope"] = (heads,)
    for name, size in feeds:
        sizes |= {f"{name}.feed.rise.weight": (2 * size, size), f"{name}.feed.rise.bias": (2 * size,)}
        sizes |= {f"{name}.feed.fall.weight": (size, 2 * size), f"{name}.feed.fall.bias": (size,)}
    return sizes


def write(path: Path, weights: Weights) -> None:
    """Write weights in half precision; borders of bins keep single precision."""
    arrays = {
        name: np.asarray(array, dtype=np.float32 if name == "borders" else np.float16)
        for name, array in weights.arrays.items()
    }
    header = {
        "version": VERSION,
        "shape": asdict(weights.shape),
        "temperature": weights.temperature,
        "about": weights.about,
        "sha256": _digest(arrays),
    }
    text = np.frombuffer(json.dumps(header, sort_keys=True).encode(), dtype=np.uint8)
    fresh = path.with_suffix(".new.npz")
    # NumPy before 2.1 would store `allow_pickle` as one more array
    stored: dict[str, Any] = {"header": text, **arrays}
    np.savez_compressed(fresh, **stored)
    fresh.replace(path)


def read(path: Path) -> Weights:
    """Read weights and check that they are whole.

    Raises
    ------
    WeightsError
        If there is no such file, or it is spoilt, of another version, or does not fit its own shape.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        header = json.loads(arrays.pop("header").tobytes())
        found = (header["version"], header["sha256"], header["shape"], float(header["temperature"]), header["about"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise WeightsError.for_file(path, f"it cannot be read ({type(error).__name__})") from error
    version, digest, sizes, temperature, about = found
    if version != VERSION:
        raise WeightsError.for_file(path, f"its version is {version}, and {VERSION} is needed")
    if digest != _digest(arrays):
        raise WeightsError.for_file(path, "its arrays are not those that were written")
    try:
        shape = NetworkShape(**sizes)
    except (TypeError, UsageError) as error:
        raise WeightsError.for_file(path, "it names no shape of a network") from error
    if {name: array.shape for name, array in arrays.items()} != expected_sizes(shape):
        raise WeightsError.for_file(path, "its arrays do not fit its shape")
    single = {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()}
    if not all(np.isfinite(array).all() for array in single.values()) or not 0.0 < temperature < 100.0:
        raise WeightsError.for_file(path, "some numbers are not finite or out of range")
    return Weights(shape=shape, arrays=single, temperature=temperature, about=about, digest=digest)


def _digest(arrays: dict[str, NDArray[Any]]) -> str:
    """Sum up names, types and bytes of arrays, in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {array.shape}".encode())
        total.update(array.tobytes())
    return total.hexdigest()
