from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import RareClassError, TargetValuesError, TooFewRowsError
from jupyter_metaml.tasks.roles import Parts
from jupyter_metaml.tasks.target import prepare_target
from jupyter_metaml.tasks.usable_rows import Usable, choose_rows


def chosen(values: list[object], *, n_folds: int = 5, drop_rare: bool = False, **roles: list[object]) -> Usable:
    """Choose among rows with this target; other roles by keyword."""
    columns = {name: pd.Series(given) for name, given in roles.items()}
    parts = Parts(
        features=pd.DataFrame({"a": range(len(values))}),
        target=pd.Series(values),
        target_name="y",
        groups=columns.get("groups"),
        time=columns.get("time"),
        sample_weight=columns.get("sample_weight"),
        notes=(),
    )
    return choose_rows(prepare_target(parts.target), parts, lambda _: n_folds, drop_rare=drop_rare)


def test_rows_of_weight_zero_are_left_out_and_counted():
    usable = chosen(["a", "b"] * 8, sample_weight=[0.0, 2.0, 1.0, 1.0] * 4)

    assert usable.rows.tolist() == [row for row in range(16) if row % 4]
    assert usable.sample_weight is not None
    assert usable.sample_weight.tolist() == [1.5, 0.75, 0.75] * 4
    assert usable.notes == ("4 rows left out: the weight is 0 there.",)


def test_all_roles_follow_the_rows_that_stay():
    usable = chosen(["a", "b", None] * 6, groups=list(range(18)), sample_weight=[1.0, 2.0, 9.0] * 6)

    assert usable.rows.tolist() == [row for row in range(18) if row % 3 < 2]
    assert usable.groups is not None
    assert usable.groups.tolist() == list(range(12))
    np.testing.assert_allclose(usable.sample_weight, [2 / 3, 4 / 3] * 6)


def test_only_rows_that_stay_need_a_time():
    usable = chosen(["a", "b", None] * 6, time=[1.0, 2.0, np.nan] * 6)

    assert usable.time is not None
    assert usable.time.tolist() == [1.0, 2.0] * 6


@pytest.mark.parametrize("values", [["a", "b"] * 4 + ["a"], [float(number) + 0.5 for number in range(9)]])
def test_fewer_rows_than_the_minimum_are_refused(values: list[object]):
    with pytest.raises(TooFewRowsError, match=r"9 usable rows .* below the minimum of 10"):
        chosen(values)


def test_class_of_one_row_is_refused_by_name():
    with pytest.raises(RareClassError, match=r"fewer than 2 rows.*'lonely'.*drop_rare=True"):
        chosen(["a", "b"] * 8 + ["lonely"])


def test_rare_classes_are_dropped_on_request_and_counted():
    usable = chosen(["a", "b", "c"] * 6 + ["lonely", "few", "few"], drop_rare=True)

    assert list(usable.classes) == ["a", "b", "c"]
    assert usable.y.tolist() == [0, 1, 2] * 6
    assert usable.notes == ("3 rows left out: 'few', 'lonely' have fewer than 5 rows (drop_rare).",)


def test_dropping_down_to_two_classes_makes_the_task_binary():
    usable = chosen(["a", "b"] * 8 + ["lonely"], drop_rare=True)

    assert usable.kind == "binary"
    assert usable.notes[1] == "Scores that need a positive class take 'b' as positive."


def test_dropping_all_but_one_class_is_refused():
    with pytest.raises(RareClassError, match="fewer than 5 rows"):
        chosen(["a"] * 16 + ["b"] * 2, drop_rare=True)


def test_small_classes_stay_without_a_request():
    usable = chosen(["a"] * 16 + ["b"] * 2)

    assert usable.notes == ()
    assert len(usable.rows) == 18


def test_numbers_that_are_constant_where_weights_are_positive_are_refused():
    values = [1.5] * 12 + [number + 0.25 for number in range(12)]

    with pytest.raises(TargetValuesError, match="constant"):
        chosen(values, sample_weight=[1.0] * 12 + [0.0] * 12)
