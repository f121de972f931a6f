from __future__ import annotations

from jupyter_metaml.generation import Sizes, TaskDistribution, task_distributions


def test_all_families_are_listed_once():
    distributions = task_distributions()

    assert [distribution.name for distribution in distributions] == [
        "structural_causal",
        "random_trees",
        "smooth",
        "linear",
        "sinusoids",
    ]
    assert all(isinstance(distribution, TaskDistribution) for distribution in distributions)


def test_sizes_reach_every_family():
    sizes = Sizes(max_rows=150)

    assert all(distribution.sizes is sizes for distribution in task_distributions(sizes))
