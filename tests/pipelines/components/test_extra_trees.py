from __future__ import annotations

from jupyter_metaml.pipelines import family

TREES = family("extra_trees")


def test_bootstrap_gives_the_rows_out_of_the_bag(context):
    assert TREES.build({}, context())["model"].bootstrap
    assert TREES.out_of_fold == "bag"


def test_all_columns_compete_for_numbers(shape):
    assert TREES.default(shape(kind="regression"))["max_features"] == 1.0
    assert TREES.default(shape())["max_features"] == "sqrt"
