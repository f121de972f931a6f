"""mljar-supervised: `AutoML.fit` in its default mode "Explain", or in another one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peer_benchmark.contract import Peer, Prediction

METRICS = {"binary": "auc", "multiclass": "logloss", "regression": "rmse"}
TASKS = {"binary": "binary_classification", "multiclass": "multiclass_classification", "regression": "regression"}
CHANCE = "prediction_"


class System(Peer):
    """mljar-supervised; settings are arguments of `AutoML`."""

    def load(self) -> str:
        import supervised

        request = self.request
        self.model: Any = supervised.AutoML(
            results_path=str(request.folder / "mljar"),
            total_time_limit=int(request.budget_s),
            ml_task=TASKS[request.kind],
            eval_metric=METRICS[request.kind],
            n_jobs=request.n_jobs,
            random_state=request.seed,
            verbose=0,
            **self.settings,
        )
        return supervised.__version__

    def fit(self) -> None:
        self.model.fit(self.request.X, self.request.y)

    def predict(self, X: pd.DataFrame) -> Prediction:
        if self.request.is_regression:
            return Prediction(values=self.model.predict(X))
        found = self.model.predict_all(X)
        columns = [name for name in found if name.startswith(CHANCE)]
        labels = tuple(name.removeprefix(CHANCE) for name in columns)
        return Prediction(values=found[columns].to_numpy(), labels=labels)
