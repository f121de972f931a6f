"""Stands in for TabICL: the arguments that are given to it, and trees in place of the network."""

from __future__ import annotations

from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


class StandIn(BaseEstimator):
    def __init__(
        self,
        n_estimators=8,
        allow_auto_download=True,
        checkpoint_version="",
        device=None,
        random_state=42,
        n_jobs=None,
    ):
        self.n_estimators = n_estimators
        self.allow_auto_download = allow_auto_download
        self.checkpoint_version = checkpoint_version
        self.device = device
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X, y):
        if self.allow_auto_download:
            raise RuntimeError("TabICL would download its weights")
        self.tree_ = self.make_tree(max_depth=5, random_state=self.random_state).fit(X, y)
        return self

    def predict(self, X):
        return self.tree_.predict(X)


class TabICLClassifier(ClassifierMixin, StandIn):
    make_tree = DecisionTreeClassifier

    def predict_proba(self, X):
        return self.tree_.predict_proba(X)

    @property
    def classes_(self):
        return self.tree_.classes_


class TabICLRegressor(RegressorMixin, StandIn):
    make_tree = DecisionTreeRegressor
