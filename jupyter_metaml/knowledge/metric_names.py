"""Which names of metrics are kept: those of scikit-learn's scorers and our own short ones for them."""

from __future__ import annotations

from sklearn.metrics import get_scorer_names

from jupyter_metaml.tasks.metric_names import metric_names
from jupyter_metaml.typing import Kind

CUSTOM = "custom"


def known_metric(name: str, kind: Kind) -> str:
    """Return a name that everybody knows, or ``"custom"``: the name of a person's own function says too much."""
    return name if name in metric_names(kind) or name in get_scorer_names() else CUSTOM
