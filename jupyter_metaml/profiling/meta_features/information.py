"""Meta-features from information theory, on columns cut into bins; all in nats or as shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.registry import meta_feature
from jupyter_metaml.profiling.single_column_skill import COARSE_BINS, quantile_bins
from jupyter_metaml.typing import FloatArray

_STATLOG = "Michie, Spiegelhalter and Taylor (1994), Machine Learning, Neural and Statistical Classification"
_RIVOLLI = "Rivolli et al. (2022), Meta-features for meta-learning, Knowledge-Based Systems 240"

MAX_COLUMNS = 50
MAX_LEVELS = 32
MAX_CLASSES = 20
TARGET_BINS = 10


def _binned_columns(digest: Digest) -> NDArray[np.int64]:
    """Return columns of numbers in quantile bins and columns of levels; rare levels share a bin."""
    lines = [quantile_bins(digest.numbers[:MAX_COLUMNS], n_bins=COARSE_BINS)]
    lines += [np.clip(digest.levels[:MAX_COLUMNS] + 1, 0, MAX_LEVELS)]
    return np.concatenate(lines).astype(np.int64)


def _binned_target(digest: Digest) -> NDArray[np.int64]:
    """Return class codes (the last one standing for all further classes), or a numeric target in ten bins."""
    if digest.y is None:
        return np.zeros(digest.numbers.shape[1], dtype=np.int64)
    if digest.is_classification:
        return np.asarray(np.minimum(digest.y.astype(np.int64), MAX_CLASSES - 1), dtype=np.int64)
    bins = quantile_bins(digest.y.astype(np.float64)[None, :], n_bins=TARGET_BINS)
    return np.asarray(bins[0], dtype=np.int64)


def _entropies(codes: NDArray[np.int64], size: int) -> FloatArray:
    """Entropy per line of codes from 0 to ``size - 1``, in nats."""
    if not codes.size:
        return np.zeros(len(codes), dtype=np.float64)
    offsets = (np.arange(len(codes)) * size)[:, None]
    counts = np.bincount((codes + offsets).ravel(), minlength=len(codes) * size).reshape(-1, size)
    shares = counts / codes.shape[1]
    return np.asarray(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=1), dtype=np.float64)


def _mutual_information(digest: Digest) -> FloatArray:
    """Mutual information of each column with the target, less what chance gives (Miller and Madow, 1955)."""
    lines, target = _binned_columns(digest), _binned_target(digest)
    n_rows = len(target)
    if not lines.size or n_rows < 2:
        return np.zeros(0, dtype=np.float64)
    n_bins, n_classes = COARSE_BINS + 1, int(target.max()) + 1
    joint = _entropies(lines * n_classes + target, n_bins * n_classes)
    found = _entropies(lines, n_bins) + _entropies(target[None, :], n_classes)[0] - joint
    used = np.array([len(np.unique(line)) for line in lines], dtype=np.float64)
    chance = (used - 1) * (len(np.unique(target)) - 1) / (2 * n_rows)
    return np.asarray(np.maximum(found - chance, 0.0), dtype=np.float64)


@meta_feature("class_entropy", source=_STATLOG, group="information", needs_target=True)
def class_entropy(digest: Digest) -> float:
    """Entropy of the classes; 0 for regression."""
    table = digest.survey.table
    if not digest.is_classification or table.y is None:
        return 0.0
    shares = np.bincount(table.y.astype(np.int64)) / len(table.y)
    return float(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum())


@meta_feature("mean_column_entropy", source=_STATLOG, group="information")
def mean_column_entropy(digest: Digest) -> float:
    """Mean entropy of the columns, in at most 33 bins."""
    lines = _binned_columns(digest)
    return float(_entropies(lines, COARSE_BINS + 1).mean()) if lines.size else float("nan")


@meta_feature("mean_mutual_information", source=_STATLOG, group="information", needs_target=True)
def mean_mutual_information(digest: Digest) -> float:
    """Mean mutual information of a column with the target; a numeric target in ten bins."""
    found = _mutual_information(digest)
    return float(found.mean()) if found.size else float("nan")


@meta_feature("max_mutual_information", source=_RIVOLLI, group="information", needs_target=True)
def max_mutual_information(digest: Digest) -> float:
    """Largest mutual information of a column with the target."""
    return float(_mutual_information(digest).max(initial=0.0))
