"""Who is compared: plain models with the defaults of their libraries, and the network with one to four members."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from dev_benchmark.baselines import build, fill, fitted, prepare, sort_columns

from jupyter_metaml.neural import PriorFittedClassifier, PriorFittedRegressor

BASELINES = ("linear", "random_forest", "lightgbm", "catboost")
NETWORKS = {"network x1": 1, "network x2": 2, "network x4": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Training rows with answers, and test rows without."""

    X: pd.DataFrame
    y: pd.Series
    X_test: pd.DataFrame
    kind: str


def predict(name: str, rows: Rows, *, weights: str | os.PathLike[str] | None = None) -> tuple[np.ndarray, list[str]]:
    """Fit a contestant and predict.

    Returns
    -------
    predictions : array of shape (n_test,) or (n_test, n_classes)
    classes : list of str
        The order of the columns; empty for numbers.
    """
    if name in NETWORKS:
        return _network(NETWORKS[name], rows, weights)
    return _catboost(rows) if name == "catboost" else _pipeline(name, rows)


def _network(n_members: int, rows: Rows, weights: str | os.PathLike[str] | None) -> tuple[np.ndarray, list[str]]:
    kind = PriorFittedRegressor if rows.kind == "regression" else PriorFittedClassifier
    return _predictions(kind(n_members, weights=weights).fit(rows.X, rows.y), rows.X_test, rows.kind)


def _pipeline(name: str, rows: Rows) -> tuple[np.ndarray, list[str]]:
    X, X_test = prepare(rows.X), prepare(rows.X_test)
    columns = sort_columns(X)
    model = build(name, columns, kind=rows.kind, n_jobs=1, seed=0)
    return _predictions(fitted(model, fill(X, columns), rows.y, columns), fill(X_test, columns), rows.kind)


def _catboost(rows: Rows) -> tuple[np.ndarray, list[str]]:
    from catboost import CatBoostClassifier, CatBoostRegressor

    X, X_test = prepare(rows.X), prepare(rows.X_test)
    columns = sort_columns(X)
    words = [*columns.categories, *columns.texts]
    for frame in (X, X_test):
        frame[list(columns.numbers)] = frame[list(columns.numbers)].apply(pd.to_numeric, errors="coerce")
        frame[words] = frame[words].astype(object).where(frame[words].notna(), "")
    kind = CatBoostRegressor if rows.kind == "regression" else CatBoostClassifier
    model = kind(verbose=0, thread_count=1, random_seed=0, allow_writing_files=False, cat_features=words)
    return _predictions(model.fit(X, rows.y), X_test, rows.kind)


def _predictions(model: Any, X: pd.DataFrame, kind: str) -> tuple[np.ndarray, list[str]]:
    if kind == "regression":
        return np.asarray(model.predict(X)), []
    return np.asarray(model.predict_proba(X)), [str(name) for name in model.classes_]
