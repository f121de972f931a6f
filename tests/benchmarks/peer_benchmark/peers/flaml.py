"""FLAML: `AutoML.fit` with its defaults, or with `starting_points="data"`, which it has learned from other tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peer_benchmark.contract import Peer, Prediction

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


class System(Peer):
    """FLAML; settings are arguments of `fit`."""

    def load(self) -> str:
        import flaml

        self.model: Any = flaml.AutoML()
        return flaml.__version__

    def fit(self) -> None:
        request = self.request
        self.model.fit(
            X_train=request.X,
            y_train=request.y,
            task="regression" if request.is_regression else "classification",
            metric=METRICS[request.kind],
            time_budget=request.budget_s,
            n_jobs=request.n_jobs,
            seed=request.seed,
            verbose=0,
            log_file_name="",
            **self.settings,
        )

    def predict(self, X: pd.DataFrame) -> Prediction:
        if self.request.is_regression:
            return Prediction(values=self.model.predict(X))
        return Prediction(values=self.model.predict_proba(X), labels=tuple(map(str, self.model.classes_)))
