from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jupyter_metaml.neural.pfn.weights import Weights, WeightsError, read, write


def rewritten(path: Path, target: Path, **changes: np.ndarray) -> Path:
    """Copy a file of weights with other arrays."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez(target, **{**arrays, **changes})
    return target


def with_header(path: Path, target: Path, **changes: object) -> Path:
    with np.load(path) as stored:
        header = json.loads(stored["header"].tobytes())
    text = json.dumps({**header, **changes}).encode()
    return rewritten(path, target, header=np.frombuffer(text, dtype=np.uint8))


def test_what_was_written_is_read(small_file: Path, small_weights: Weights):
    found = read(small_file)

    assert found.shape == small_weights.shape
    assert found.about == {"made": "for a test"}
    assert len(found.digest) == 64
    for name, array in small_weights.arrays.items():
        np.testing.assert_array_equal(found.arrays[name], array)
        assert found.arrays[name].dtype == np.float32


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(WeightsError, match=r"none\.npz holds no usable weights: it cannot be read"):
        read(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x03\x04 broken"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "other.npz"
    path.write_bytes(content)

    with pytest.raises(WeightsError, match="it cannot be read"):
        read(path)


@pytest.mark.parametrize("place", [0.3, 0.5, 0.9])
def test_a_spoilt_byte_is_noticed(small_file: Path, tmp_path: Path, place: float):
    content = bytearray(small_file.read_bytes())
    content[int(len(content) * place)] ^= 0xFF
    path = tmp_path / "spoilt.npz"
    path.write_bytes(bytes(content))

    with pytest.raises(WeightsError, match="holds no usable weights"):
        read(path)


def test_half_a_file_is_refused(small_file: Path, tmp_path: Path):
    path = tmp_path / "half.npz"
    path.write_bytes(small_file.read_bytes()[: small_file.stat().st_size // 2])

    with pytest.raises(WeightsError, match="it cannot be read"):
        read(path)


def test_changed_arrays_are_noticed(small_file: Path, tmp_path: Path):
    path = rewritten(small_file, tmp_path / "changed.npz", borders=np.zeros(15, dtype=np.float32))

    with pytest.raises(WeightsError, match="its arrays are not those that were written"):
        read(path)


def test_another_version_is_refused(small_file: Path, tmp_path: Path):
    with pytest.raises(WeightsError, match="its version is 99, and 1 is needed"):
        read(with_header(small_file, tmp_path / "new.npz", version=99))


def test_another_shape_is_refused(small_file: Path, tmp_path: Path, small_shape):
    sizes = {name: getattr(small_shape, name) for name in small_shape.__slots__}

    with pytest.raises(WeightsError, match="its arrays do not fit its shape"):
        read(with_header(small_file, tmp_path / "deep.npz", shape={**sizes, "context_blocks": 3}))
    with pytest.raises(WeightsError, match="it names no shape of a network"):
        read(with_header(small_file, tmp_path / "odd.npz", shape={"depth": 3}))


def test_objects_are_never_unpickled(small_file: Path, tmp_path: Path):
    path = rewritten(small_file, tmp_path / "object.npz", borders=np.array([{"a": 1}], dtype=object))

    with pytest.raises(WeightsError, match="it cannot be read"):
        read(path)


def test_numbers_that_are_not_finite_are_refused(small_weights: Weights, tmp_path: Path):
    arrays = {**small_weights.arrays, "cell.bias": np.full(16, np.inf, dtype=np.float32)}
    write(tmp_path / "inf.npz", replace(small_weights, arrays=arrays))

    with pytest.raises(WeightsError, match="some numbers are not finite"):
        read(tmp_path / "inf.npz")
