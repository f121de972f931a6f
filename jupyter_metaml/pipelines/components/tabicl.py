"""TabICL: a pretrained network of Inria's SODA team that reads a table in context, for those who have it.

Neither the package nor its weights are fetched.  The family is offered where both are here, and weights are looked for
where the package itself keeps them: in the cache of Hugging Face.  It runs on the processor, whose seconds a budget
counts, and several trials run at a time.

References
----------
Qu, Holzmueller, Varoquaux, Le Morvan (2025), TabICL: A tabular foundation model for in-context learning on large data,
ICML.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, Weights
from jupyter_metaml.pipelines.in_context import default, n_members, space
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import told_categories
from jupyter_metaml.pipelines.training import fit_whole
from jupyter_metaml.typing import Kind, ParamValue

PACKAGE = "tabicl"
REPOSITORY = "models--jingang--TabICL"
# Newest first; later ones may have another licence.
CLASSIFIERS = (
    "tabicl-classifier-v2-20260212.ckpt",
    "tabicl-classifier-v1.1-20250506.ckpt",
    "tabicl-classifier-v1-20250208.ckpt",
)
REGRESSORS = ("tabicl-regressor-v2-20260212.ckpt",)
MAX_ROWS = 2_000
MAX_FEATURES = 100
MAX_CLASSES = 10
# Seconds on one core: to read the weights, and of a row that a member sees, of each cell of it, and of each training
# row that it is compared with. Measured with weights drawn at random, which take as long.
LOAD_S, ROW_S, CELL_S, PAIR_S = 0.4, 9e-4, 6e-5, 4e-7


def missing(kind: Kind | None = None) -> str | None:
    """Say that there are no weights for this kind of task, or for any."""
    if any(weights_for(each) for each in (ALL_KINDS if kind is None else {kind})):
        return None
    maker = "TabICLRegressor" if kind == "regression" else "TabICLClassifier"
    return (
        f"its weights are not in the cache of Hugging Face ({cache()}); fit a {maker} of the package once, "
        "which downloads them"
    )


def weights_for(kind: Kind) -> str | None:
    """Name the newest weights on this disk, as the package calls them."""
    snapshots = cache() / REPOSITORY / "snapshots"
    try:  # only the main snapshot is looked at, as the package does
        commit = (cache() / REPOSITORY / "refs" / "main").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    names = REGRESSORS if kind == "regression" else CLASSIFIERS
    return next((name for name in names if (snapshots / commit / name).is_file()), None)


def cache() -> Path:
    """Return the folder that Hugging Face's client uses, by the variables that it reads."""
    for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(variable):
            return Path(os.path.expandvars(os.environ[variable])).expanduser()
    home = os.environ.get("HF_HOME") or f"{os.environ.get('XDG_CACHE_HOME') or '~/.cache'}/huggingface"
    return Path(os.path.expandvars(home)).expanduser() / "hub"


def suits(shape: TableShape) -> str | None:
    """Refuse tables for which it needs a graphics card."""
    if shape.n_rows > MAX_ROWS:
        return f"it reads all rows at once, slowly on a processor ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_features > MAX_FEATURES:
        return f"it reads all columns at once, slowly on a processor ({shape.n_features:,}, at most {MAX_FEATURES})"
    if shape.n_classes > MAX_CLASSES:
        return f"it was trained on few classes ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def fold_s(params: Mapping[str, ParamValue], shape: TableShape, n_train: int, n_test: int) -> float:
    """Estimate the seconds of a fold: they follow from its size alone."""
    n_seen = n_train + n_test
    member_s = n_seen * (ROW_S + shape.n_features * CELL_S + n_train * PAIR_S)
    return LOAD_S + n_members(params) * member_s


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; sample weights are ignored, the network takes none.

    Raises
    ------
    MissingPackageError
        If TabICL is not installed, or has no weights for this kind of task.
    """
    regression = context.kind == "regression"
    weights = weights_for(context.kind)
    if weights is None:
        raise MissingPackageError.for_weights(PACKAGE, missing(context.kind) or "")
    try:
        if regression:
            from tabicl import TabICLRegressor as Model
        else:
            from tabicl import TabICLClassifier as Model
    except ImportError as error:
        raise MissingPackageError.for_package(PACKAGE) from error
    # by its name, not its path: the model is read anew where it is unpickled, which may be another machine
    model: Any = Model(
        n_estimators=n_members(params),
        checkpoint_version=weights,
        allow_auto_download=False,
        device="cpu",
        n_jobs=context.n_jobs,
        random_state=context.random_state,
    )
    return Pipeline([*told_categories(context), ("model", model)])


TABICL = Family(
    name="tabicl",
    title="TabICL (BSD-3-Clause)",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit_whole,
    requires=PACKAGE,
    fold_s=fold_s,
    weights=Weights(licence="BSD-3-Clause", missing=missing),
)
