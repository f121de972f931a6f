from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.metalearning.coverage import measure_coverage


def drawn(make_task, n, centre, seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(centre, 1.0, (n, 3))
    return [
        make_task(number, meta_features=dict(zip("abc", map(float, point), strict=True)))
        for number, point in enumerate(points)
    ]


def test_tasks_of_the_same_distribution_cover_the_real_ones(make_task):
    found = measure_coverage(drawn(make_task, 40, 0.0, 1), drawn(make_task, 80, 0.0, 2))

    assert found.covered > 0.8
    assert found.plausible > 0.7
    assert found.p_value > 0.05


def test_tasks_from_elsewhere_do_not(make_task):
    found = measure_coverage(drawn(make_task, 40, 0.0, 1), drawn(make_task, 80, (0.0, 6.0, 0.0), 2))

    assert found.covered < 0.2
    assert found.p_value < 0.02
    assert found.nearest_made > found.nearest_real
    assert found.far_features[0][0] == "b"


def test_many_copies_of_one_table_are_plausible_and_cover_little(make_task):
    real = drawn(make_task, 40, 0.0, 1)

    found = measure_coverage(real, [make_task(n, meta_features=real[0].meta_features) for n in range(30)])

    assert found.plausible == 1.0
    assert found.covered < 0.5
    assert found.p_value < 0.05


def test_too_few_tasks_are_refused(make_task):
    with pytest.raises(UsageError, match="at least 5"):
        measure_coverage(drawn(make_task, 4, 0.0, 1), drawn(make_task, 9, 0.0, 1))
