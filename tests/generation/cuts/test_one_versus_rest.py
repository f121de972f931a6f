from __future__ import annotations

import numpy as np
from source_tables import harvest, species

from jupyter_metaml.generation import OneVersusRest


def test_one_class_stands_against_all_others():
    old = species().answers
    chosen = set()
    for seed in range(30):
        cut = OneVersusRest().apply(species(), np.random.default_rng(seed))
        ones = set(old[cut.answers == "this"])
        chosen |= ones
        assert len(ones) == 1
        assert set(old[cut.answers == "other"]) == set(old) - ones
        assert (cut.kind, cut.family) == ("binary", "plants")

    assert chosen == {"a", "b", "c", "d"}


def test_small_classes_are_not_chosen():
    source = species()
    source.frame["species"] = source.frame["species"].where(source.frame["number"] >= 5, "rare")

    for seed in range(30):
        cut = OneVersusRest().apply(source, np.random.default_rng(seed))
        assert "rare" not in set(source.answers[cut.answers == "this"])


def test_rows_without_a_class_get_none():
    source = species()
    source.frame.loc[:9, "species"] = None

    assert OneVersusRest().apply(source, np.random.default_rng(0)).answers.isna().sum() == 10


def test_numbers_have_no_classes():
    assert OneVersusRest().suits(species())
    assert not OneVersusRest().suits(harvest())
