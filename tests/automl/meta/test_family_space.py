from __future__ import annotations

from jupyter_metaml.automl.meta.family_space import FamilySpace, at_reference
from jupyter_metaml.pipelines import TableShape, family

SHAPE = TableShape(
    kind="binary",
    n_rows=1_000,
    n_columns=10,
    n_features=10,
    n_classes=2,
    n_numbers=10,
    n_categories=0,
    max_levels=0,
    n_texts=0,
    n_dates=0,
    missing_share=0.0,
)


def test_space_and_default_are_those_of_the_family():
    place = FamilySpace.of("svm", SHAPE)

    assert place.space == family("svm").space(SHAPE)
    assert place.default == family("svm").default(SHAPE)


def test_rates_are_compared_for_the_same_number_of_trees():
    few = at_reference("lightgbm", {"learning_rate": 0.1, "n_estimators": 75}, "binary")
    many = at_reference("lightgbm", {"learning_rate": 0.1, "n_estimators": 300}, "binary")

    assert few["learning_rate"] < many["learning_rate"] == 0.1
    assert at_reference("linear", {"C": 1.0}, "binary") == {"C": 1.0}
