from __future__ import annotations

import pandas as pd

from jupyter_metaml.automl import predicting


def test_many_rows_are_predicted_in_batches(classes_run, frame, monkeypatch):
    whole = classes_run.predict_proba(frame)
    monkeypatch.setattr(predicting, "MAX_BATCH_ROWS", 7)

    pd.testing.assert_frame_equal(classes_run.predict_proba(frame), whole)
