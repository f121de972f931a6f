from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.metalearning.normalised import normalised_errors, relative_ranks

NAN, INF = np.nan, np.inf


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0], [0.0, 0.5, 1.0, 1.0, 1.0]),
        ([1.0, NAN, 3.0, 2.0, NAN], [0.0, NAN, 1.0, 1.0, NAN]),
        ([1.0, 2.0, INF], [0.0, 1.0, 1.0]),
        ([1.0, 2.0, 3.0, INF, INF, INF, INF], [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0]),
        ([2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        ([2.0, 2.0, 3.0], [0.0, 0.0, 1.0]),
        ([INF, INF], [1.0, 1.0]),
        ([NAN, NAN], [NAN, NAN]),
        ([-3.0], [0.0]),
    ],
)
def test_best_is_zero_and_the_median_is_one(loss, expected):
    np.testing.assert_allclose(normalised_errors(np.array([loss])), [expected])


def test_each_task_has_its_own_scale():
    loss = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])

    np.testing.assert_allclose(normalised_errors(loss), [[0.0, 1.0, 1.0]] * 2)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_nothing_stays_nothing(shape):
    assert normalised_errors(np.zeros(shape)).shape == shape
    assert relative_ranks(np.zeros(shape)).shape == shape


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        ([1.0, 2.0, 3.0], [0.0, 0.5, 1.0]),
        ([1.0, 1.0, 3.0], [0.25, 0.25, 1.0]),
        ([1.0, NAN, 3.0], [0.0, NAN, 1.0]),
        ([1.0, INF, INF, NAN, NAN], [0.0, 0.75, 0.75, NAN, NAN]),
        ([5.0], [0.0]),
    ],
)
def test_ranks_run_from_zero_to_one(loss, expected):
    np.testing.assert_allclose(relative_ranks(np.array([loss])), [expected])
