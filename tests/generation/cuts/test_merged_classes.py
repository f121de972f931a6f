from __future__ import annotations

import numpy as np
from source_tables import harvest, species

from jupyter_metaml.generation import MergedClasses


def test_old_classes_go_into_fewer_new_ones_whole():
    old = species().answers
    kinds = set()
    for seed in range(20):
        merged = MergedClasses().apply(species(), np.random.default_rng(seed))
        kinds.add((merged.answers.nunique(), merged.kind))
        assert merged.answers.groupby(old).nunique().eq(1).all()
        assert merged.family == "plants"

    assert kinds == {(2, "binary"), (3, "multiclass")}


def test_features_and_source_stay():
    source = species()

    merged = MergedClasses().apply(source, np.random.default_rng(0))

    assert merged.features == source.features
    assert set(source.answers) == {"a", "b", "c", "d"}


def test_rows_without_a_class_get_none():
    source = species()
    source.frame.loc[:9, "species"] = None

    merged = MergedClasses().apply(source, np.random.default_rng(0))

    assert merged.answers.isna().sum() == 10


def test_only_three_and_more_classes_can_be_merged():
    two = species()
    two.frame["species"] = two.frame["species"].replace({"c": "a", "d": "b"})

    assert MergedClasses().suits(species())
    assert not MergedClasses().suits(two)
    assert not MergedClasses().suits(harvest())
