"""Meta-features of the columns of numbers: shapes of distributions, and how they go together."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.registry import meta_feature
from jupyter_metaml.profiling.moments import moments
from jupyter_metaml.typing import FloatArray

_STATLOG = "Michie, Spiegelhalter and Taylor (1994), Machine Learning, Neural and Statistical Classification"
_AUTOSKLEARN = "Feurer et al. (2015), Efficient and Robust Automated Machine Learning, NeurIPS"
_RIVOLLI = "Rivolli et al. (2022), Meta-features for meta-learning, Knowledge-Based Systems 240"

# A single cell far away makes these grow without bound; beyond this they say the same.
LARGEST_SKEWNESS = 100.0
LARGEST_KURTOSIS = 10_000.0


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if values.size else float("nan")


def _filled(digest: Digest) -> FloatArray:
    """Standardise columns; missing cells become the mean, columns that do not vary become 0."""
    present = ~np.isnan(digest.numbers)
    count = np.maximum(present.sum(axis=1), 1)
    filled = np.where(present, digest.numbers, 0.0)
    largest = np.abs(filled).max(axis=1, initial=0.0)
    filled /= np.where(largest > 0, largest, 1.0)[:, None]
    filled -= (filled.sum(axis=1) / count)[:, None] * present
    spread = np.sqrt((filled * filled).sum(axis=1) / count)
    return np.asarray(filled / np.where(spread > 1e-12, spread, np.inf)[:, None], dtype=np.float64)


@meta_feature("mean_abs_skewness", source=_STATLOG, group="statistical")
def mean_abs_skewness(digest: Digest) -> float:
    """Mean absolute skewness of the columns of numbers, each counted as 100 at most."""
    return _mean(np.minimum(np.abs(digest.skewness), LARGEST_SKEWNESS))


@meta_feature("mean_kurtosis", source=_STATLOG, group="statistical")
def mean_kurtosis(digest: Digest) -> float:
    """Mean excess kurtosis of the columns of numbers, each counted as 10,000 at most."""
    return _mean(np.minimum(digest.kurtosis, LARGEST_KURTOSIS))


@meta_feature("mean_abs_correlation", source=_STATLOG, group="statistical")
def mean_abs_correlation(digest: Digest) -> float:
    """Mean absolute correlation of pairs of columns of numbers."""
    return _mean(digest.correlations)


@meta_feature("max_abs_target_correlation", source=_RIVOLLI, group="statistical", needs_target=True)
def max_abs_target_correlation(digest: Digest) -> float:
    """Largest absolute correlation (for classes: correlation ratio) of a column with the target."""
    return float(digest.target_correlations.max(initial=0.0))


@meta_feature("mean_abs_target_correlation", source=_RIVOLLI, group="statistical", needs_target=True)
def mean_abs_target_correlation(digest: Digest) -> float:
    """Mean absolute correlation (for classes: correlation ratio) of the columns with the target."""
    return _mean(digest.target_correlations)


@meta_feature("share_outliers", source=_RIVOLLI, group="statistical")
def share_outliers(digest: Digest) -> float:
    """Share of numbers more than three standard deviations from the mean of their column."""
    if not digest.numbers.size:
        return 0.0
    return float((np.abs(_filled(digest)) > 3.0).mean())


@meta_feature("share_zeros", source=_RIVOLLI, group="statistical")
def share_zeros(digest: Digest) -> float:
    """Share of numbers that are zero."""
    return float((digest.numbers == 0).mean()) if digest.numbers.size else 0.0


@meta_feature("first_component_share", source=_AUTOSKLEARN, group="statistical")
def first_component_share(digest: Digest) -> float:
    """Share of the variance of standardised columns of numbers that the first principal component holds."""
    lines = _filled(digest)[:50]
    if lines.shape[0] < 2 or lines.shape[1] < 2:
        return float("nan")
    values = np.linalg.eigvalsh(lines @ lines.T)
    return float(values[-1] / values.sum()) if values.sum() > 0 else float("nan")


@meta_feature("target_skewness", source=_RIVOLLI, group="statistical", needs_target=True)
def target_skewness(digest: Digest) -> float:
    """Skewness of a numeric target, from -100 to 100; 0 for classes."""
    return _target_moment(digest, 0, LARGEST_SKEWNESS)


@meta_feature("target_kurtosis", source=_RIVOLLI, group="statistical", needs_target=True)
def target_kurtosis(digest: Digest) -> float:
    """Excess kurtosis of a numeric target, 10,000 at most; 0 for classes."""
    return _target_moment(digest, 1, LARGEST_KURTOSIS)


def _target_moment(digest: Digest, which: int, largest: float) -> float:
    if digest.y is None or digest.is_classification:
        return 0.0
    return float(np.clip(moments(digest.y.astype(np.float64)[None, :])[which][0], -largest, largest))
