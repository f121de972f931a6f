"""What can be built: views of a table, families of models, and pipelines made of both.

::

    Task, Profile -> fit_views -> View (matrix + FeatureLayout)
    Configuration, BuildContext -> Family.build -> Pipeline -> Family.fit -> FitOutcome

To add a family: one file in `components/`, one line in `registry.py`, and it runs
`tests/contracts/component_contract.py`.
"""

from jupyter_metaml.pipelines.assembly import build_pipeline, front_steps, predict_on
from jupyter_metaml.pipelines.configuration import Configuration
from jupyter_metaml.pipelines.family import BuildContext, Family, FitContext, FitOutcome, Weights
from jupyter_metaml.pipelines.layout import FeatureLayout, TableShape, shape_of
from jupyter_metaml.pipelines.rates import BOOSTERS, with_trees
from jupyter_metaml.pipelines.registry import FAMILIES, available_families, families, family, why_unavailable
from jupyter_metaml.pipelines.views import View, fit_views, make_view

__all__ = [
    "BOOSTERS",
    "FAMILIES",
    "BuildContext",
    "Configuration",
    "Family",
    "FeatureLayout",
    "FitContext",
    "FitOutcome",
    "TableShape",
    "View",
    "Weights",
    "available_families",
    "build_pipeline",
    "families",
    "family",
    "fit_views",
    "front_steps",
    "make_view",
    "predict_on",
    "shape_of",
    "why_unavailable",
    "with_trees",
]
