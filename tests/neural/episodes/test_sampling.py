from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural import AnyTable, NWayKShot
from jupyter_metaml.neural.episodes.sampling import in_episode
from jupyter_metaml.neural.episodes.task_table import TaskTable


def table(counts: dict[str, int]) -> TaskTable:
    y = np.repeat(list(counts), list(counts.values()))
    return TaskTable.of((np.arange(len(y))[:, None], y))


NUMBERS = TaskTable.of((np.arange(9.0)[:, None], np.arange(9.0)))


@pytest.mark.parametrize("seed", range(5))
def test_each_way_has_its_shots_and_no_row_is_on_both_sides(seed):
    many = table({"a": 20, "b": 4, "c": 20, "d": 2, "e": 20})

    drawn = NWayKShot(3, 2, 5).draw(many, np.random.default_rng(seed))

    support, query = (in_episode(many.y[rows], drawn.classes) for rows in (drawn.support, drawn.query))
    assert np.bincount(support).tolist() == [2, 2, 2]
    assert np.bincount(query).tolist() == [min(5, [20, 4, 20, 2, 20][code] - 2) for code in drawn.classes]
    assert not set(drawn.support) & set(drawn.query)
    assert 3 not in drawn.classes  # which has no row for the query


def test_all_classes_take_part_in_turn():
    many = table(dict.fromkeys("abcdef", 3))
    rng = np.random.default_rng(0)

    seen = {tuple(NWayKShot(2, 1).draw(many, rng).classes) for _ in range(300)}

    assert len(seen) == 30  # pairs in both orders


@pytest.mark.parametrize(
    ("task", "said"),
    [(NUMBERS, r"AnyTable\(\.\.\.\) instead"), (table({"a": 5, "b": 5, "c": 1}), "2 of 3 classes.*fewer ways")],
    ids=["numbers", "few classes"],
)
def test_tables_without_so_many_ways_are_refused(task, said):
    with pytest.raises(DataError, match=said):
        NWayKShot(3, 1).check(task)


@pytest.mark.parametrize("seed", range(5))
def test_any_table_gives_each_class_a_row_to_adapt_on(seed):
    lopsided = table({"a": 500, "b": 2, "c": 1})

    drawn = AnyTable(n_support=4, n_query=7).draw(lopsided, np.random.default_rng(seed))

    assert set(lopsided.y[drawn.support]) == {0, 1, 2}
    assert (len(drawn.support), len(drawn.query)) == (4, 7)
    assert not set(drawn.support) & set(drawn.query)


def test_the_number_of_rows_is_drawn_between_its_bounds():
    rng = np.random.default_rng(0)

    assert {len(AnyTable(n_support=(2, 4)).draw(NUMBERS, rng).support) for _ in range(50)} == {2, 3, 4}


def test_small_tables_keep_one_row_to_be_judged_on():
    drawn = AnyTable(n_support=50).draw(NUMBERS, np.random.default_rng(0))

    assert (len(drawn.support), len(drawn.query), len(drawn.classes)) == (8, 1, 0)


def test_codes_of_classes_are_shuffled():
    rng = np.random.default_rng(0)
    pair = table({"a": 5, "b": 5})

    assert {tuple(AnyTable(n_support=4).draw(pair, rng).classes) for _ in range(30)} == {(0, 1), (1, 0)}


@pytest.mark.parametrize(
    ("task", "said"), [(table(dict.fromkeys("abcd", 9)), "max_classes=3"), (table({"a": 1, "b": 1}), "at least 3")]
)
def test_tables_of_too_many_classes_or_too_few_rows_are_refused(task, said):
    with pytest.raises(DataError, match=said):
        AnyTable(max_classes=3).check(task)


@pytest.mark.parametrize(
    "make",
    [
        lambda: NWayKShot(n_ways=1),
        lambda: NWayKShot(n_shots=0),
        lambda: NWayKShot(n_query=0),
        lambda: AnyTable(n_support=0),
        lambda: AnyTable(n_support=(5, 3)),
        lambda: AnyTable(max_classes=1),
    ],
)
def test_numbers_of_which_no_episode_can_be_made_are_refused(make):
    with pytest.raises(UsageError, match="Give"):
        make()
