"""Tasks to learn from: families of generated ones, and those cut out of real tables.

::

    task_distributions()      -> TaskDistribution.sample(rng) -> Task
    CutDistribution(sources)  -> TaskDistribution.sample(rng) -> Task

Each task names its family: relatives never stand on both sides of a split.
"""

from __future__ import annotations

from jupyter_metaml.generation.catalogue import task_distributions
from jupyter_metaml.generation.corruption.recipe import Corruption
from jupyter_metaml.generation.cut_distribution import CutDistribution, as_task
from jupyter_metaml.generation.cuts.discretised_target import DiscretisedTarget
from jupyter_metaml.generation.cuts.merged_classes import MergedClasses
from jupyter_metaml.generation.cuts.one_group import OneGroup
from jupyter_metaml.generation.cuts.one_versus_rest import OneVersusRest
from jupyter_metaml.generation.cuts.other_target import OtherTarget
from jupyter_metaml.generation.cuts.some_columns import SomeColumns
from jupyter_metaml.generation.cuts.some_rows import SomeRows
from jupyter_metaml.generation.distribution import TaskDistribution, sample_tasks
from jupyter_metaml.generation.errors import SamplingError
from jupyter_metaml.generation.families.linear import Linear
from jupyter_metaml.generation.families.random_trees import RandomTrees
from jupyter_metaml.generation.families.sinusoids import Sinusoids
from jupyter_metaml.generation.families.smooth import Smooth
from jupyter_metaml.generation.families.structural_causal import StructuralCausal
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.mixture import Mixture
from jupyter_metaml.generation.signal import Signal
from jupyter_metaml.generation.sizes import Sizes
from jupyter_metaml.generation.source_table import SourceTable

__all__ = [
    "Corruption",
    "CutDistribution",
    "DiscretisedTarget",
    "GeneratedTasks",
    "Linear",
    "MergedClasses",
    "Mixture",
    "OneGroup",
    "OneVersusRest",
    "OtherTarget",
    "RandomTrees",
    "SamplingError",
    "Signal",
    "Sinusoids",
    "Sizes",
    "Smooth",
    "SomeColumns",
    "SomeRows",
    "SourceTable",
    "StructuralCausal",
    "TaskDistribution",
    "as_task",
    "sample_tasks",
    "task_distributions",
]
