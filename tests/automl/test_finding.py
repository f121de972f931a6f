from __future__ import annotations

import numpy as np


def test_best_single_is_fitted_on_all_rows_once(classes_run, numbers_run, frame):
    single = classes_run.best_single

    assert single is classes_run.best_single
    assert np.mean(single.predict(frame.drop(columns="species")) == frame["species"]) > 0.8
    assert np.corrcoef(numbers_run.best_single.predict(frame.drop(columns="mass")), frame["mass"])[0, 1] > 0.8
