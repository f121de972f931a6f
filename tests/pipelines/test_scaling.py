from __future__ import annotations

import numpy as np

from jupyter_metaml.pipelines.scaling import quantile_scaler, smooth_scaler


def test_outlier_neither_flattens_nor_escapes():
    column = np.append(np.linspace(-1.0, 1.0, 99), 1e12)[:, None]

    scaled = smooth_scaler().fit_transform(column)

    assert np.ptp(scaled[:99]) > 0.8
    assert scaled.max() <= 1.0


def test_mostly_constant_column_stays_finite():
    column = np.append(np.zeros(99), 5.0)[:, None]

    assert np.isfinite(smooth_scaler().fit_transform(column)).all()


def test_order_is_kept():
    column = np.array([[1.0], [2.0], [50.0], [51.0], [1e6]])

    for scaler in (smooth_scaler(), quantile_scaler(5)):
        scaled = scaler.fit_transform(column).ravel()
        assert (np.diff(scaled) >= 0).all()
