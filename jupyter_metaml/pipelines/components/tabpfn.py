"""TabPFN v2: a pretrained network of Prior Labs that reads a table in context, for those who have it.

Neither the package nor its weights are fetched.  The family is offered where both are here, and weights are looked for
where the package itself keeps them.  Only those of version 2 are taken: the licences of later ones forbid commercial
use, which nobody should fall into by having them.  It runs on the processor, whose seconds a budget counts.

References
----------
Hollmann et al. (2025), Accurate predictions on small data with a tabular foundation model, Nature 637.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, Weights
from jupyter_metaml.pipelines.in_context import default, n_members, space
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.training import fit_whole
from jupyter_metaml.typing import Kind, ParamValue

PACKAGE = "tabpfn"
FOLDER_VARIABLE = "TABPFN_MODEL_CACHE_DIR"
SILENCE_VARIABLE = "TABPFN_DISABLE_TELEMETRY"
# What the package takes for version 2 comes first.
CLASSIFIERS = (
    "tabpfn-v2-classifier-finetuned-zk73skhh.ckpt",
    "tabpfn-v2-classifier-v2_default.ckpt",
    "tabpfn-v2-classifier.ckpt",
)
REGRESSORS = ("tabpfn-v2-regressor.ckpt", "tabpfn-v2-regressor-v2_default.ckpt")
MAX_ROWS = 1_000
MAX_FEATURES = 500
MAX_CLASSES = 10
# Seconds on one core: to read the weights, and of a pair of cells that a member sees; of each training row and each
# column that it is compared with. Measured with weights drawn at random, which take as long.
LOAD_S, PAIR_S, BY_ROW_S, BY_COLUMN_S = 0.2, 3e-4, 2.5e-7, 6e-6


def missing(kind: Kind | None = None) -> str | None:
    """Say that there are no weights for this kind of task, or for any."""
    if any(weights_for(each) for each in (ALL_KINDS if kind is None else {kind})):
        return None
    name = (REGRESSORS if kind == "regression" else CLASSIFIERS)[0]
    return f"its weights are not in {_folder()}; put {name} there, or name its folder in {FOLDER_VARIABLE}"


def weights_for(kind: Kind) -> Path | None:
    """Find the weights of version 2 on this disk."""
    names = REGRESSORS if kind == "regression" else CLASSIFIERS
    return next((path for name in names if (path := _folder() / name).is_file()), None)


def _folder() -> Path:
    """Return the folder in which the package keeps weights."""
    if os.environ.get(FOLDER_VARIABLE):
        return Path(os.environ[FOLDER_VARIABLE])
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.cwd() / ".tabpfn_models", PACKAGE)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / PACKAGE
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", PACKAGE)


def suits(shape: TableShape) -> str | None:
    """Refuse tables that it was not trained on, or that the package refuses on a processor."""
    if shape.n_rows > MAX_ROWS:
        return f"it takes few rows on a processor ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_features > MAX_FEATURES:
        return f"it was trained on tables of few columns ({shape.n_features:,}, at most {MAX_FEATURES})"
    if shape.n_classes > MAX_CLASSES:
        return f"it tells few classes apart ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def fold_s(params: Mapping[str, ParamValue], shape: TableShape, n_train: int, n_test: int) -> float:
    """Estimate the seconds of a fold: they follow from its size alone."""
    n_pairs = (n_train + n_test) * (1 + shape.n_features / 2)
    member_s = n_pairs * (PAIR_S + n_train * BY_ROW_S + shape.n_features * BY_COLUMN_S)
    return LOAD_S + n_members(params) * member_s


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; sample weights are ignored, the network takes none.

    Raises
    ------
    MissingPackageError
        If TabPFN is not installed, or has no weights of version 2 for this kind of task.
    """
    weights = weights_for(context.kind)
    if weights is None:
        raise MissingPackageError.for_weights(PACKAGE, missing(context.kind) or "")
    # the package tells its authors of every use, unless this stands there before it is imported
    os.environ.setdefault(SILENCE_VARIABLE, "1")
    try:
        if context.kind == "regression":
            from tabpfn import TabPFNRegressor as Model
        else:
            from tabpfn import TabPFNClassifier as Model
    except ImportError as error:
        raise MissingPackageError.for_package(PACKAGE) from error
    model: Any = Model(
        n_estimators=n_members(params),
        categorical_features_indices=[int(place) for place in context.layout.categories],
        model_path=str(weights),
        device="cpu",
        random_state=context.random_state,
    )
    return Pipeline([("model", model)])


TABPFN = Family(
    name="tabpfn",
    title="TabPFN v2 (Prior Labs License)",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit_whole,
    requires=PACKAGE,
    fold_s=fold_s,
    weights=Weights(licence="Prior Labs License: Apache 2.0, and who passes it on names TabPFN", missing=missing),
)
