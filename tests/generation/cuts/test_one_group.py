from __future__ import annotations

from dataclasses import replace

import numpy as np
from source_tables import harvest, species

from jupyter_metaml.generation import OneGroup


def test_rows_of_one_group_are_kept_and_its_name_dropped():
    source = harvest()
    chosen = set()
    for seed in range(30):
        part = OneGroup().apply(source, np.random.default_rng(seed))
        gardens = set(source.frame.loc[part.frame.index, "garden"])
        chosen |= gardens
        assert len(gardens) == 1
        assert len(part.frame) == (source.frame["garden"] == next(iter(gardens))).sum()
        assert "garden" not in part.frame.columns
        assert (part.groups, part.family) == (None, "plants")

    assert len(chosen) == 6


def test_each_group_makes_a_table_of_its_own():
    parts = list(OneGroup().each(harvest()))

    assert len(parts) == 6
    assert sum(len(part.frame) for part in parts) == 600
    assert len({tuple(part.frame["number"]) for part in parts}) == 6
    assert list(OneGroup().each(species())) == []


def test_levels_of_a_feature_serve_where_no_groups_are_given():
    dropped = set()
    for seed in range(30):
        part = OneGroup().apply(species(), np.random.default_rng(seed))
        dropped |= set(species().frame.columns) - set(part.frame.columns)

    assert dropped == {"colour", "garden"}


def test_small_groups_and_groups_of_one_answer_are_left_out():
    source = harvest()
    source.frame.loc[source.frame["garden"] == "garden 1", "yield"] = 3.0
    source.frame["garden"] = source.frame["garden"].where(source.frame["number"] >= 20, "small garden")

    names = [set(source.frame.loc[part.frame.index, "garden"]) for part in OneGroup().each(source)]

    assert sorted(next(iter(name)) for name in names) == [f"garden {number}" for number in (0, 2, 3, 4, 5)]


def test_numbers_are_groups_only_where_a_person_says_so():
    source = harvest()
    frame = source.frame.assign(garden=source.frame["garden"].str[-1].astype(int))

    assert OneGroup().suits(replace(source, frame=frame))
    assert not OneGroup().suits(replace(source, frame=frame.drop(columns=["colour", "species"]), groups=None))


def test_groups_that_are_all_small_do_not_suit():
    assert not OneGroup(min_rows=500).suits(harvest())
