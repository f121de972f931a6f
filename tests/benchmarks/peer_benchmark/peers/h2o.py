"""H2O AutoML: `H2OAutoML.train` on a local server, whose start is not part of the fit.

Columns of words become categories: left alone, H2O may take them for texts, which its models ignore.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from peer_benchmark.contract import Peer, Prediction

METRICS = {"binary": "AUC", "multiclass": "logloss", "regression": "RMSE"}
MEMORY = "6G"


class System(Peer):
    """H2O's AutoML; settings are arguments of `H2OAutoML`."""

    def load(self) -> str:
        import h2o

        self.h2o: Any = h2o
        h2o.init(
            nthreads=self.request.n_jobs, max_mem_size=MEMORY, ice_root=str(self.request.folder), bind_to_localhost=True
        )
        h2o.no_progress()
        return h2o.__version__

    def fit(self) -> None:
        from h2o.automl import H2OAutoML

        request = self.request
        words = [name for name in request.X if not pd.api.types.is_numeric_dtype(request.X[name])]
        self.types = {name: "enum" if name in words else "numeric" for name in request.X}
        y = request.y
        self.labels: tuple[str, ...] = ()
        if not request.is_regression:
            # Labels by their places: words such as "True" come back in another spelling.
            self.labels = tuple(sorted(request.y.unique()))
            y = request.y.map({label: f"c{i}" for i, label in enumerate(self.labels)})
        target = {request.target: "numeric" if request.is_regression else "enum"}
        frame = self.frame(request.X.assign(**{request.target: y}), self.types | target)
        self.model: Any = H2OAutoML(
            max_runtime_secs=int(request.budget_s),
            seed=request.seed,
            sort_metric=METRICS[request.kind],
            **self.settings,
        )
        self.model.train(y=request.target, training_frame=frame)
        if self.model.leader is None:
            raise RuntimeError("H2O AutoML has no model within its seconds.")

    def predict(self, X: pd.DataFrame) -> Prediction:
        found = self.model.leader.predict(self.frame(X, self.types)).as_data_frame(use_multi_thread=False)
        if self.request.is_regression:
            return Prediction(values=found["predict"].to_numpy())
        columns = [f"c{i}" for i in range(len(self.labels))]
        return Prediction(values=found[columns].to_numpy(), labels=self.labels)

    def frame(self, table: pd.DataFrame, types: dict[str, str]) -> Any:
        """Hand a table to the server; a missing word is an empty cell, where NaN would be the word "nan"."""
        plain = {
            name: table[name]
            if pd.api.types.is_numeric_dtype(table[name])
            else table[name].astype(object).where(table[name].notna(), None)
            for name in table
        }
        return self.h2o.H2OFrame(pd.DataFrame(plain), column_types=types, na_strings=[""])

    def close(self) -> None:
        self.h2o.cluster().shutdown()
