"""All families of generated tasks."""

from __future__ import annotations

from jupyter_metaml.generation.distribution import TaskDistribution
from jupyter_metaml.generation.families.linear import Linear
from jupyter_metaml.generation.families.random_trees import RandomTrees
from jupyter_metaml.generation.families.sinusoids import Sinusoids
from jupyter_metaml.generation.families.smooth import Smooth
from jupyter_metaml.generation.families.structural_causal import StructuralCausal
from jupyter_metaml.generation.sizes import Sizes


def task_distributions(sizes: Sizes | None = None) -> tuple[TaskDistribution, ...]:
    """List the families, each with every kind of task and every trouble.

    Parameters
    ----------
    sizes : Sizes, optional
        Bounds for all of them.

    Returns
    -------
    tuple of TaskDistribution
        To add one, see `jupyter_metaml.generation.generated.GeneratedTasks` and put it here.

    Examples
    --------
    >>> from jupyter_metaml.generation import task_distributions
    >>> [family.name for family in task_distributions()]
    ['structural_causal', 'random_trees', 'smooth', 'linear', 'sinusoids']
    """
    chosen = Sizes() if sizes is None else sizes
    return (
        StructuralCausal(sizes=chosen),
        RandomTrees(sizes=chosen),
        Smooth(sizes=chosen),
        Linear(sizes=chosen),
        Sinusoids(sizes=chosen),
    )
