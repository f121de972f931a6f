"""What was found out about the target."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from jupyter_metaml.profiling.moments import moments
from jupyter_metaml.profiling.sketches import Sketch, sketch_numbers, sketch_values
from jupyter_metaml.profiling.tables import Table
from jupyter_metaml.typing import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProfile:
    """What was found out about the target; always over all rows.

    Parameters
    ----------
    label : hashable or None
        Name in the user's own table; None for a target that was given as an array.
    kind : {"binary", "multiclass", "regression"}
    n_distinct : int
        Classes, or distinct numbers.
    sketch : Sketch
        Frequent classes, or a histogram.
    smallest_share, largest_share : float or None
        Share of rows of the rarest and of the most frequent class; None for regression.
    skewness : float or None
        Third standardised moment; None for classes.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> df = pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "sold": [0, 1, 1] * 10})
    >>> target = profile_frame(df, "sold").target
    >>> target.kind, round(target.smallest_share, 2)
    ('binary', 0.33)
    """

    label: Hashable | None
    kind: Kind
    n_distinct: int
    sketch: Sketch
    smallest_share: float | None = None
    largest_share: float | None = None
    skewness: float | None = None


def profile_target(table: Table) -> TargetProfile | None:
    """Describe the target of a table; None when it has none.

    Parameters
    ----------
    table : Table

    Returns
    -------
    TargetProfile or None
    """
    if table.y is None or table.kind is None:
        return None
    if table.classes is None:
        numbers = table.y.astype(np.float64)
        return TargetProfile(
            label=table.target_label,
            kind=table.kind,
            n_distinct=len(np.unique(numbers)),
            sketch=sketch_numbers(numbers[None, :])[0],
            skewness=float(moments(numbers[None, :])[0][0]),
        )
    counts = np.bincount(table.y.astype(np.int64), minlength=table.n_classes).astype(np.int64)
    return TargetProfile(
        label=table.target_label,
        kind=table.kind,
        n_distinct=table.n_classes,
        sketch=sketch_values([str(label) for label in table.classes.tolist()], counts),
        smallest_share=float(counts.min() / counts.sum()),
        largest_share=float(counts.max() / counts.sum()),
    )
