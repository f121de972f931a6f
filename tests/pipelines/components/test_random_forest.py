from __future__ import annotations

from jupyter_metaml.pipelines import family

FOREST = family("random_forest")


def test_bootstrap_gives_the_rows_out_of_the_bag(context):
    assert FOREST.build({}, context())["model"].bootstrap
    assert FOREST.out_of_fold == "bag"


def test_criterion_is_for_classes_only(shape):
    assert "criterion" in FOREST.space(shape())
    assert "criterion" not in FOREST.space(shape(kind="regression"))
    assert "criterion" not in FOREST.default(shape(kind="regression"))
