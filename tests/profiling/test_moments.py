from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from jupyter_metaml.profiling.moments import moments


def test_moments_are_those_of_the_textbook():
    line = np.random.default_rng(0).gamma(1.0, size=300)

    skewness, kurtosis = moments(np.stack([line, line * 1e200]))

    assert skewness == pytest.approx([stats.skew(line)] * 2)
    assert kurtosis == pytest.approx([stats.kurtosis(line)] * 2)


def test_missing_cells_do_not_count():
    skewness, _ = moments(np.array([[1.0, 2.0, 9.0, np.nan]]))

    assert skewness == pytest.approx(stats.skew([1.0, 2.0, 9.0]))


def test_what_does_not_vary_has_no_shape():
    skewness, kurtosis = moments(np.array([[5.0, 5.0], [np.nan, np.nan], [0.1, np.nan]]))

    assert skewness.tolist() == [0, 0, 0]
    assert kurtosis.tolist() == [0, 0, 0]
