"""Stands in for TabPFN: the arguments that are given to it, and trees in place of the network."""

from __future__ import annotations

from pathlib import Path

from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


class StandIn(BaseEstimator):
    def __init__(
        self,
        *,
        n_estimators="auto",
        categorical_features_indices=None,
        model_path="auto",
        device="auto",
        random_state=0,
        n_jobs=None,
    ):
        self.n_estimators = n_estimators
        self.categorical_features_indices = categorical_features_indices
        self.model_path = model_path
        self.device = device
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X, y):
        if not Path(self.model_path).is_file():
            raise RuntimeError("TabPFN would download its weights")
        self.tree_ = self.make_tree(max_depth=5, random_state=self.random_state).fit(X, y)
        return self

    def predict(self, X):
        return self.tree_.predict(X)


class TabPFNClassifier(ClassifierMixin, StandIn):
    make_tree = DecisionTreeClassifier

    def predict_proba(self, X):
        return self.tree_.predict_proba(X)

    @property
    def classes_(self):
        return self.tree_.classes_


class TabPFNRegressor(RegressorMixin, StandIn):
    make_tree = DecisionTreeRegressor
