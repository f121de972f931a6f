"""The catalogue of nasty tables through the whole way: profile, fit, predict (fault groups B, C and D)."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pandas as pd
import pytest
from nasty_frames import NastyFrame, frames_with_new_rows, usable_frames

from jupyter_metaml import Run, fit, profile
from jupyter_metaml.automl import IgnoredColumnsWarning, UnseenLevelsWarning
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.search import honest_score

# All columns are dropped: there is nothing to learn from, and the error says so.
WITHOUT_A_COLUMN = {"C1-every-feature-nan", "C21-all-rows-identical"}
# Cells that only the intake reads; `Run.predict` does, while the pipeline alone refuses them or takes them as missing.
NEED_THE_INTAKE = {
    "C6-fractions",
    "C7-other-byte-order",
    "C6-ints-beyond-floats",
    "C16-bytes",
    "C17-half-characters",
}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(honest_score, "N_RESAMPLES", 5)


@cache
def run_of(case: NastyFrame) -> Run:
    """Search once for the pipeline of a case; the table has to stay as it was."""
    data, target = case.build()
    before = data.copy(deep=True) if isinstance(data, pd.DataFrame) else None
    run = fit(
        data,
        target=target,
        time_budget_s=60,
        max_trials=2,
        families=("linear", "lightgbm"),
        n_jobs=1,
        executor="inline",
        random_state=0,
        save_run=False,
        **{"n_folds": 2, **case.options},
    )
    if before is not None:
        pd.testing.assert_frame_equal(data, before)
    return run


@pytest.mark.parametrize("case", usable_frames(), ids=lambda case: case.id)
def test_nasty_table_is_fitted_and_predicted(case: NastyFrame):
    data, _ = case.build()
    if case.id in WITHOUT_A_COLUMN:
        with pytest.raises(DataError, match="No column is left"):
            run_of(case)
        return

    run = run_of(case)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        predicted = run.predict(data)
        few = run.predict(data.iloc[:7] if isinstance(data, pd.DataFrame) else data[:7])

    assert [row.status for row in run.report().leaderboard] == ["done"] * 3
    assert len(predicted) > run.task.rows.max()
    assert predicted.notna().all()
    pd.testing.assert_series_equal(few, predicted.iloc[:7], check_index=False)
    assert all(line.isprintable() for line in str(run).splitlines())


@pytest.mark.filterwarnings("ignore::FutureWarning")  # LightGBM 4.5 and scikit-learn 1.6 about each other
@pytest.mark.parametrize("case", usable_frames(), ids=lambda case: case.id)
def test_pipeline_alone_takes_the_raw_table(case: NastyFrame):
    data, _ = case.build()
    if case.id in WITHOUT_A_COLUMN | NEED_THE_INTAKE or not isinstance(data, pd.DataFrame):
        pytest.skip("read by the intake only")

    run = run_of(case)

    assert np.asarray(run.pipeline.predict(data)).tolist() == np.asarray(run.predict(data)).tolist()


@pytest.mark.parametrize("case", usable_frames(), ids=lambda case: case.id)
def test_nasty_table_is_profiled_without_a_target(case: NastyFrame):
    data, _ = case.build()
    if case.id == "C5-nested-but-ignored":
        with pytest.raises(DataError, match="nested"):
            profile(data)
        return

    found = profile(data)

    assert found.n_columns == len(found.columns) > 0


@pytest.mark.parametrize("case", frames_with_new_rows(), ids=lambda case: case.id)
def test_new_rows_are_predicted_or_refused_by_name(case: NastyFrame):
    run, new = run_of(case), case.build_new()
    if case.expect_new == "error":
        with pytest.raises(DataError, match="size"):
            run.predict(new)
        return

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IgnoredColumnsWarning)
        warnings.simplefilter("ignore", UnseenLevelsWarning)
        predicted = run.predict(new)

    assert len(predicted) == len(new)
    assert predicted.dtype == run.predict(case.build()[0]).dtype
