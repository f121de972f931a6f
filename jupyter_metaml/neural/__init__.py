"""Networks trained across tasks: one that predicts a table in context, and learners that adapt in a few shots.

::

    PriorFittedClassifier().fit(X, y)  -> predict, without fitting anything
    MetaDataset(tasks), SineWaves(), ...  -> MAML(module).fit -> adapt(X, y) -> a fitted scikit-learn estimator

Names are loaded when they are first asked for: predicting needs NumPy, training and adapting need torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from jupyter_metaml.exceptions import MissingPackageError as _MissingPackageError

if TYPE_CHECKING:
    from jupyter_metaml.neural.episodes.encoding import Encoding
    from jupyter_metaml.neural.episodes.episode import Episode, Episodes
    from jupyter_metaml.neural.episodes.grouped_tasks import tasks_by_group
    from jupyter_metaml.neural.episodes.hidden_network_classes import HiddenNetworkClasses
    from jupyter_metaml.neural.episodes.meta_dataset import MetaDataset
    from jupyter_metaml.neural.episodes.sampling import AnyTable, NWayKShot
    from jupyter_metaml.neural.episodes.sine_waves import SineWaves
    from jupyter_metaml.neural.episodes.table_columns import TableColumns
    from jupyter_metaml.neural.episodes.user_ratings import UserRatings
    from jupyter_metaml.neural.few_shot.anil import ANIL
    from jupyter_metaml.neural.few_shot.item_table import ItemTable
    from jupyter_metaml.neural.few_shot.maml import MAML
    from jupyter_metaml.neural.few_shot.meta_sgd import MetaSGD
    from jupyter_metaml.neural.few_shot.prototypes import Prototypes
    from jupyter_metaml.neural.few_shot.reptile import Reptile
    from jupyter_metaml.neural.few_shot.ridge_head import RidgeHead
    from jupyter_metaml.neural.pfn.classifier import PriorFittedClassifier
    from jupyter_metaml.neural.pfn.regressor import PriorFittedRegressor

__all__ = [
    "ANIL",
    "MAML",
    "AnyTable",
    "Encoding",
    "Episode",
    "Episodes",
    "HiddenNetworkClasses",
    "ItemTable",
    "MetaDataset",
    "MetaSGD",
    "NWayKShot",
    "PriorFittedClassifier",
    "PriorFittedRegressor",
    "Prototypes",
    "Reptile",
    "RidgeHead",
    "SineWaves",
    "TableColumns",
    "UserRatings",
    "tasks_by_group",
]

# Public name -> the module that holds it.
_HOMES = {
    "ANIL": "jupyter_metaml.neural.few_shot.anil",
    "AnyTable": "jupyter_metaml.neural.episodes.sampling",
    "Encoding": "jupyter_metaml.neural.episodes.encoding",
    "Episode": "jupyter_metaml.neural.episodes.episode",
    "Episodes": "jupyter_metaml.neural.episodes.episode",
    "HiddenNetworkClasses": "jupyter_metaml.neural.episodes.hidden_network_classes",
    "ItemTable": "jupyter_metaml.neural.few_shot.item_table",
    "MAML": "jupyter_metaml.neural.few_shot.maml",
    "MetaDataset": "jupyter_metaml.neural.episodes.meta_dataset",
    "MetaSGD": "jupyter_metaml.neural.few_shot.meta_sgd",
    "NWayKShot": "jupyter_metaml.neural.episodes.sampling",
    "PriorFittedClassifier": "jupyter_metaml.neural.pfn.classifier",
    "PriorFittedRegressor": "jupyter_metaml.neural.pfn.regressor",
    "Prototypes": "jupyter_metaml.neural.few_shot.prototypes",
    "Reptile": "jupyter_metaml.neural.few_shot.reptile",
    "RidgeHead": "jupyter_metaml.neural.few_shot.ridge_head",
    "SineWaves": "jupyter_metaml.neural.episodes.sine_waves",
    "TableColumns": "jupyter_metaml.neural.episodes.table_columns",
    "UserRatings": "jupyter_metaml.neural.episodes.user_ratings",
    "tasks_by_group": "jupyter_metaml.neural.episodes.grouped_tasks",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562) and keep it; without torch, say how to install it."""
    if name not in _HOMES:
        # Raised for probing too (`hasattr`, pickling, completion), so the plain kind and wording of Python.
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        home = import_module(_HOMES[name])
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise _MissingPackageError.for_extra(error.name, "neural") from error
    value: object = getattr(home, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what is there and what would be loaded."""
    return sorted({*globals(), *__all__})
