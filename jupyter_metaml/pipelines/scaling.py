"""Scales for models that compare columns: linear ones, support vectors, neighbours and networks."""

from __future__ import annotations

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import QuantileTransformer, RobustScaler

from jupyter_metaml.pipelines.parts import chain, step

SCALERS = ("robust", "quantile")


def smooth_scaler() -> Pipeline:
    """Centre on the median, divide by the spread of the inner 90 %, and bend what lies outside.

    The hyperbolic tangent is nearly straight inside and bounded outside, so that an outlier neither flattens the rest
    of its column nor throws a prediction far off.

    References
    ----------
    Holzmueller, Grinsztajn, Steinwart (2024), Better by default, NeurIPS: robust scaling and smooth clipping.  We take
    the 5 % and 95 % quantiles instead of the quartiles, because many columns are more than half zeros.
    """
    return chain(spread=RobustScaler(quantile_range=(5.0, 95.0)), bend=step(np.tanh))


def quantile_scaler(n_rows: int) -> QuantileTransformer:
    """Map each column to a normal distribution by its ranks."""
    return QuantileTransformer(
        n_quantiles=int(min(1_000, max(2, n_rows))), output_distribution="normal", subsample=20_000, random_state=0
    )
