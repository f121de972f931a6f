from __future__ import annotations

import os
import warnings

import joblib
import numpy as np
import pytest
import sklearn
from threadpoolctl import threadpool_info, threadpool_limits

from jupyter_metaml.evaluation.surroundings import calm_surroundings


def test_warnings_and_floating_point_errors_are_silent_inside():
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        with calm_surroundings(1):
            warnings.warn("careful", UserWarning, stacklevel=1)
            assert np.isinf(np.float64(1.0) / np.float64(0.0))


def test_scikit_learn_has_its_defaults_inside_and_the_persons_settings_after():
    with sklearn.config_context(transform_output="pandas", enable_metadata_routing=True):
        with calm_surroundings(1):
            inside = sklearn.get_config()
        after = sklearn.get_config()

    assert (inside["transform_output"], inside["enable_metadata_routing"]) == ("default", False)
    assert (after["transform_output"], after["enable_metadata_routing"]) == ("pandas", True)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_threads_are_what_the_job_asks_for(n_jobs):
    with threadpool_limits(2), calm_surroundings(n_jobs):
        pools = {pool["num_threads"] for pool in threadpool_info()}
        believed = joblib.cpu_count()

    assert pools == {n_jobs}
    assert believed == min(n_jobs, os.cpu_count())


def test_everything_is_as_before_after_an_error(monkeypatch):
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "3")
    before = (list(warnings.filters), np.geterr(), sklearn.get_config())

    with pytest.raises(ValueError, match="no"), calm_surroundings(1):
        raise ValueError("no")

    assert (list(warnings.filters), np.geterr(), sklearn.get_config()) == before
    assert os.environ["LOKY_MAX_CPU_COUNT"] == "3"
