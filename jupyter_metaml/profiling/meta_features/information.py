"""Meta-features from information theory, on columns cut into bins; all in nats."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.entropies import N_BINS, entropies
from jupyter_metaml.profiling.meta_features.registry import meta_feature

_STATLOG = "Michie, Spiegelhalter and Taylor (1994), Machine Learning, Neural and Statistical Classification"
_RIVOLLI = "Rivolli et al. (2022), Meta-features for meta-learning, Knowledge-Based Systems 240"


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
    lines = digest.bins
    return float(entropies(lines, N_BINS).mean()) if lines.size else float("nan")


@meta_feature("mean_mutual_information", source=_STATLOG, group="information", needs_target=True)
def mean_mutual_information(digest: Digest) -> float:
    """Mean mutual information of a column with the target; a numeric target in ten bins."""
    found = digest.mutual_information
    return float(found.mean()) if found.size else float("nan")


@meta_feature("max_mutual_information", source=_RIVOLLI, group="information", needs_target=True)
def max_mutual_information(digest: Digest) -> float:
    """Largest mutual information of a column with the target."""
    return float(digest.mutual_information.max(initial=0.0))
