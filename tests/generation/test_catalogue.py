from __future__ import annotations

from jupyter_metaml.generation import Sizes, TaskDistribution, sample_tasks, task_distributions


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


def test_draws_stay_as_they_are():
    """The shipped base was measured on them: who changes a draw on purpose has to run its campaign again."""
    tasks = [next(sample_tasks(distribution, 1, random_state=2026)) for distribution in task_distributions()]

    found = [
        (task.kind, task.n_rows, task.n_columns, float(task.y.mean().round(3)), int(task.X.isna().sum().sum()))
        for task in tasks
    ]
    assert found == [
        ("multiclass", 310, 51, 1.5, 45),
        ("binary", 1763, 3, 0.951, 0),
        ("regression", 230, 5, -598.918, 0),
        ("binary", 844, 24, 0.5, 90),
        ("binary", 641, 6, 0.501, 47),
    ]
