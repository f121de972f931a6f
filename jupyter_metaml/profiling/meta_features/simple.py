"""Meta-features that are counted: sizes, kinds of columns, missing cells, classes."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.registry import meta_feature

_STATLOG = "Michie, Spiegelhalter and Taylor (1994), Machine Learning, Neural and Statistical Classification"
_AUTOSKLEARN = "Feurer et al. (2015), Efficient and Robust Automated Machine Learning, NeurIPS"
_OWN = "this project: what decides which preparation is possible"

FEW_VALUES = 10


def _share(digest: Digest, *kinds: ColumnKind) -> float:
    return sum(column.kind in kinds for column in digest.survey.findings.columns) / digest.n_columns


@meta_feature("log_n_rows", source=_AUTOSKLEARN, group="simple")
def log_n_rows(digest: Digest) -> float:
    """Natural logarithm of the number of rows."""
    return float(np.log(max(digest.survey.table.n_rows, 1)))


@meta_feature("log_n_columns", source=_AUTOSKLEARN, group="simple")
def log_n_columns(digest: Digest) -> float:
    """Natural logarithm of the number of columns."""
    return float(np.log(digest.n_columns))


@meta_feature("log_columns_per_row", source=_AUTOSKLEARN, group="simple")
def log_columns_per_row(digest: Digest) -> float:
    """Natural logarithm of columns divided by rows."""
    return float(np.log(digest.n_columns / max(digest.survey.table.n_rows, 1)))


@meta_feature("n_classes", source=_STATLOG, group="simple", needs_target=True)
def n_classes(digest: Digest) -> float:
    """Count the classes; 0 for regression."""
    return float(digest.survey.table.n_classes)


@meta_feature("smallest_class_share", source=_AUTOSKLEARN, group="simple", needs_target=True)
def smallest_class_share(digest: Digest) -> float:
    """Share of the rarest class; 0 for regression."""
    target = digest.survey.target
    return (target.smallest_share or 0.0) if target else 0.0


@meta_feature("largest_class_share", source=_AUTOSKLEARN, group="simple", needs_target=True)
def largest_class_share(digest: Digest) -> float:
    """Share of the most frequent class; 0 for regression."""
    target = digest.survey.target
    return (target.largest_share or 0.0) if target else 0.0


@meta_feature("share_categorical", source=_AUTOSKLEARN, group="simple")
def share_categorical(digest: Digest) -> float:
    """Share of columns that are categories of few or many levels."""
    return _share(digest, ColumnKind.CATEGORY, ColumnKind.HIGH_CARDINALITY)


@meta_feature("share_high_cardinality", source=_OWN, group="simple")
def share_high_cardinality(digest: Digest) -> float:
    """Share of columns that are categories of many levels."""
    return _share(digest, ColumnKind.HIGH_CARDINALITY)


@meta_feature("share_text", source=_OWN, group="simple")
def share_text(digest: Digest) -> float:
    """Share of columns of text."""
    return _share(digest, ColumnKind.TEXT)


@meta_feature("share_dates", source=_OWN, group="simple")
def share_dates(digest: Digest) -> float:
    """Share of columns of dates."""
    return _share(digest, ColumnKind.DATE)


@meta_feature("share_dropped", source=_OWN, group="simple")
def share_dropped(digest: Digest) -> float:
    """Share of columns that do not vary, only number the rows, or give the target away."""
    return 1.0 - len(digest.columns) / digest.n_columns


@meta_feature("share_missing", source=_AUTOSKLEARN, group="simple")
def share_missing(digest: Digest) -> float:
    """Share of missing cells."""
    cells = max(digest.survey.table.n_rows, 1) * digest.n_columns
    return sum(digest.survey.counts.missing) / cells


@meta_feature("share_columns_with_missing", source=_AUTOSKLEARN, group="simple")
def share_columns_with_missing(digest: Digest) -> float:
    """Share of columns with at least one missing cell."""
    return sum(count > 0 for count in digest.survey.counts.missing) / digest.n_columns


@meta_feature("share_few_values", source=_OWN, group="simple")
def share_few_values(digest: Digest) -> float:
    """Share of columns with at most ten distinct values."""
    return sum(column.n_distinct <= FEW_VALUES for column in digest.survey.findings.columns) / digest.n_columns


@meta_feature("log_median_distinct", source=_OWN, group="simple")
def log_median_distinct(digest: Digest) -> float:
    """Natural logarithm of the median number of distinct values per column."""
    counts = [column.n_distinct for column in digest.survey.findings.columns]
    return float(np.log(max(float(np.median(counts)), 1.0))) if counts else 0.0


@meta_feature("share_repeated_rows", source=_OWN, group="simple")
def share_repeated_rows(digest: Digest) -> float:
    """Share of rows that repeat an earlier row in every feature."""
    return digest.survey.duplicates.repeated_share
