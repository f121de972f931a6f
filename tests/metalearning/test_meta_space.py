from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.metalearning.meta_space import MetaSpace


def tasks(make_task, values):
    return [make_task(number, meta_features=found) for number, found in enumerate(values)]


def test_scale_is_the_distance_of_the_quartiles(make_task):
    space = MetaSpace.of(tasks(make_task, [{"size": value} for value in (0.0, 1.0, 2.0, 3.0, 100.0)]))

    assert space.centre == pytest.approx([2.0])
    assert space.scale == pytest.approx([2.0])
    np.testing.assert_allclose(space.points[:, 0], [-1.0, -0.5, 0.0, 0.5, 4.0])


def test_rare_and_constant_meta_features_are_left_out(make_task):
    values = [{"size": float(number), "constant": 1.0} for number in range(9)]

    space = MetaSpace.of(tasks(make_task, [*values, {"size": 9.0, "constant": 1.0, "rare": 1.0}]))

    assert space.names == ("size",)


def test_meta_features_that_are_mostly_zero_are_scaled_by_their_deviation(make_task):
    space = MetaSpace.of(tasks(make_task, [{"texts": 0.0}] * 9 + [{"texts": 1.0}]))

    assert space.scale == pytest.approx([0.3])


def test_what_is_not_known_lies_at_the_centre(make_task):
    space = MetaSpace.of(tasks(make_task, [{"size": float(number)} for number in range(6)]))

    np.testing.assert_array_equal(space.place({"size": np.nan}), [0.0])
    np.testing.assert_array_equal(space.place({}), [0.0])


def test_outside_is_farther_than_any_task_from_the_others(make_task):
    space = MetaSpace.of(tasks(make_task, [{"size": float(number)} for number in range(10)]))

    assert not space.is_outside({"size": 4.4})
    assert space.is_outside({"size": 13.0})


@pytest.mark.parametrize(
    ("n_rows", "is_outside"), [(100, False), (40, False), (20, True), (2_500, False), (4_000, True)]
)
def test_sizes_far_beyond_the_base_are_outside_whatever_else_is_known(make_task, n_rows, is_outside):
    rng = np.random.default_rng(0)
    others = {f"other_{number}": 0.0 for number in range(30)}
    values = [
        {name: float(rng.normal()) for name in others} | {"log_n_rows": float(np.log(size))}
        for size in (100, 300, 500, 700, 900, 1_000)
    ]

    space = MetaSpace.of(tasks(make_task, values))

    assert space.is_outside({**values[2], "log_n_rows": float(np.log(n_rows))}) is is_outside


def test_relatives_do_not_make_the_reach_small(make_task):
    found = [
        make_task(number, family=f"f{number // 2}", meta_features={"a": float(number // 2)}) for number in range(8)
    ]

    assert MetaSpace.of(found).reach > 0.0


def test_no_tasks_are_a_space_of_nothing():
    space = MetaSpace.of([])

    assert space.names == ()
    assert not space.is_outside({"size": 1.0})
