"""What a person does without AutoML: one model with the library's defaults on sensibly prepared columns."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from dev_benchmark.corpus import Holdout
from dev_benchmark.scoring import score_numbers, score_probabilities

BASELINES = ("lightgbm", "hist_gradient_boosting", "random_forest", "linear")
N_FOLDS = 3
# A column of words counts as text when it is long and mostly without repetition.
TEXT_CHARACTERS = 40
TEXT_DISTINCT_SHARE = 0.5
TEXT_COMPONENTS = 30
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}"
HIST_CATEGORIES = 254  # HistGradientBoosting takes no more levels per column
ONE_HOT_LEVELS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineResult:
    """How one baseline did."""

    name: str
    cv_score: float
    score: float
    fit_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Column names by the treatment they get."""

    numbers: tuple[str, ...]
    categories: tuple[str, ...]
    texts: tuple[str, ...]


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn dates into days and everything else that is no number into text, missing cells aside."""
    out = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            out[name] = column.astype(float)
            continue
        text = column.astype(object).where(column.notna(), None).map(str, na_action="ignore")
        present = text.dropna()
        if len(present) and present.str.match(DATE_PATTERN).all():
            stamps = pd.to_datetime(text.str[:10], format="%Y-%m-%d", errors="coerce")
            out[name] = (stamps - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1)
        else:
            out[name] = text.astype(object).where(text.notna(), np.nan)
    return pd.DataFrame(out, index=frame.index)


def sort_columns(frame: pd.DataFrame) -> Columns:
    """Tell numbers, categories and texts of a prepared frame apart."""
    numbers = [name for name in frame if frame[name].dtype == float]
    words = [name for name in frame if name not in numbers]
    texts = [name for name in words if is_text(frame[name].dropna())]
    return Columns(
        numbers=tuple(numbers), categories=tuple(name for name in words if name not in texts), texts=tuple(texts)
    )


def is_text(present: pd.Series) -> bool:
    if present.empty:
        return False
    return present.str.len().mean() >= TEXT_CHARACTERS and present.nunique() >= TEXT_DISTINCT_SHARE * len(present)


def build(name: str, columns: Columns, *, kind: str, n_jobs: int, seed: int) -> Pipeline:
    """Return an unfitted pipeline whose step `columns` puts the categorical columns first."""
    categories = list(range(len(columns.categories)))
    if name == "lightgbm":
        model = _of_kind(kind, LGBMClassifier, LGBMRegressor)(n_jobs=n_jobs, random_state=seed, verbose=-1)
        steps = (_codes(None), "passthrough")
    elif name == "hist_gradient_boosting":
        model = _of_kind(kind, HistGradientBoostingClassifier, HistGradientBoostingRegressor)(
            random_state=seed, categorical_features=categories
        )
        steps = (_codes(HIST_CATEGORIES), "passthrough")
    elif name == "random_forest":
        model = _of_kind(kind, RandomForestClassifier, RandomForestRegressor)(n_jobs=n_jobs, random_state=seed)
        steps = (make_pipeline(_codes(None), SimpleImputer(strategy="constant", fill_value=-1.0)), _median())
    else:
        model = Ridge() if kind == "regression" else LogisticRegression(max_iter=1000)
        one_hot = OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=ONE_HOT_LEVELS)
        steps = (one_hot, make_pipeline(_median(), StandardScaler()))
    parts: list[tuple[str, Any, Any]] = [
        ("categories", steps[0], list(columns.categories)),
        ("numbers", steps[1], list(columns.numbers)),
    ]
    parts += [(f"text {text}", _words(seed), text) for text in columns.texts]
    return Pipeline([("columns", ColumnTransformer(parts)), ("model", model)])


def fitted(model: Pipeline, X: pd.DataFrame, y: pd.Series, columns: Columns) -> Pipeline:
    """Fit a pipeline; LightGBM takes the categorical columns here and not before."""
    if isinstance(model.named_steps["model"], LGBMClassifier | LGBMRegressor):
        return model.fit(X, y, model__categorical_feature=list(range(len(columns.categories))))
    return model.fit(X, y)


def _of_kind(kind: str, classifier: type, regressor: type) -> type:
    return regressor if kind == "regression" else classifier


def _codes(max_categories: int | None) -> OrdinalEncoder:
    return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, max_categories=max_categories)


def _median() -> SimpleImputer:
    return SimpleImputer(strategy="median", keep_empty_features=True)


def _words(seed: int) -> Pipeline:
    words = TfidfVectorizer(max_features=20_000)
    return make_pipeline(words, TruncatedSVD(TEXT_COMPONENTS, random_state=seed), StandardScaler())


def run_baseline(name: str, data: Holdout, *, kind: str, n_jobs: int, seed: int) -> BaselineResult:
    """Score a baseline by cross-validation on the training rows, then on the rows held out."""
    X, X_test = prepare(data.X_train), prepare(data.X_test)
    columns = sort_columns(X)
    X, X_test = fill(X, columns), fill(X_test, columns)
    y, y_test = data.y_train, data.y_test
    model = build(name, columns, kind=kind, n_jobs=n_jobs, seed=seed)
    folds = (KFold if kind == "regression" else StratifiedKFold)(N_FOLDS, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence, rare classes: a plain baseline lives with them
        cv_scores = []
        for train, test in folds.split(X, y):
            fold_model = fitted(clone(model), X.iloc[train], y.iloc[train], columns)
            cv_scores.append(score(fold_model, X.iloc[test], y.iloc[test], kind=kind))
        started = time.perf_counter()
        fitted(model, X, y, columns)
        fit_s = time.perf_counter() - started
        test_score = score(model, X_test, y_test, kind=kind)
    return BaselineResult(name=name, cv_score=float(np.mean(cv_scores)), score=test_score, fit_s=fit_s)


def fill(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Give a prepared frame the column types of the training rows; a missing text is an empty one."""
    words = frame.astype(dict.fromkeys((*columns.categories, *columns.texts), object))
    for name in columns.numbers:
        words[name] = pd.to_numeric(frame[name], errors="coerce").astype(float)
    for name in columns.texts:
        words[name] = frame[name].map(lambda cell: cell if isinstance(cell, str) else "")
    return words


def score(model: Pipeline, X: pd.DataFrame, y: pd.Series, *, kind: str) -> float:
    """Score a fitted baseline in the benchmark's metric."""
    if kind == "regression":
        return score_numbers(y.to_numpy(dtype=float), model.predict(X))
    return score_probabilities(y.to_numpy(dtype=object), model.predict_proba(X), list(model.classes_))
