"""PyCaret: `setup`, `compare_models` within the seconds, and `finalize_model`, as its quick start has them.

Ridge and the linear SVM are left out of classification: they give no probabilities.  Labels are passed as numbers, so
that the columns of the probabilities can be told apart.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from peer_benchmark.contract import Peer, Prediction


class System(Peer):
    """PyCaret; settings are arguments of `compare_models`."""

    def load(self) -> str:
        import pycaret
        from pycaret import classification, regression

        self.verbs: Any = regression if self.request.is_regression else classification
        return pycaret.__version__

    def fit(self) -> None:
        request = self.request
        self.labels = () if request.is_regression else tuple(sorted(request.y.unique()))
        y = request.y if request.is_regression else request.y.map({label: i for i, label in enumerate(self.labels)})
        self.verbs.setup(
            data=request.X.assign(**{request.target: y}),
            target=request.target,
            session_id=request.seed,
            n_jobs=request.n_jobs,
            html=False,
            verbose=False,
        )
        how = {"sort": "RMSE"} if request.is_regression else {"sort": "AUC", "exclude": ["ridge", "svm"]}
        best = self.verbs.compare_models(budget_time=request.budget_s / 60, verbose=False, **how, **self.settings)
        if isinstance(best, list):
            raise RuntimeError("PyCaret has no model within its seconds.")
        self.model = self.verbs.finalize_model(best)

    def predict(self, X: pd.DataFrame) -> Prediction:
        how = {} if self.request.is_regression else {"raw_score": True}
        found = self.verbs.predict_model(self.model, data=X, verbose=False, **how)
        if self.request.is_regression:
            return Prediction(values=found["prediction_label"].to_numpy())
        columns = [f"prediction_score_{i}" for i in range(len(self.labels))]
        return Prediction(values=found[columns].to_numpy(), labels=self.labels)
