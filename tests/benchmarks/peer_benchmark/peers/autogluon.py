"""AutoGluon: `TabularPredictor.fit`, with its default preset or another one; it takes no seed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peer_benchmark.contract import Peer, Prediction

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "root_mean_squared_error"}


class System(Peer):
    """AutoGluon's tabular part; settings are arguments of `fit`."""

    def load(self) -> str:
        from autogluon import tabular

        request = self.request
        self.model: Any = tabular.TabularPredictor(
            label=request.target,
            problem_type=request.kind,
            eval_metric=METRICS[request.kind],
            path=str(request.folder / "autogluon"),
            verbosity=1,
        )
        return tabular.__version__

    def fit(self) -> None:
        request = self.request
        self.model.fit(request.table, time_limit=request.budget_s, num_cpus=request.n_jobs, num_gpus=0, **self.settings)

    def predict(self, X: pd.DataFrame) -> Prediction:
        if self.request.is_regression:
            return Prediction(values=self.model.predict(X, as_pandas=False))
        chances = self.model.predict_proba(X, as_multiclass=True)
        return Prediction(values=chances.to_numpy(), labels=tuple(map(str, chances.columns)))
