"""Settings that no search can keep are refused with the reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.search import SearchSettings


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"time_budget_s": 0}, "time_budget_s"),
        ({"time_budget_s": float("nan")}, "time_budget_s"),
        ({"time_budget_s": 1e12}, "a week"),
        ({"time_budget_s": "60"}, "time_budget_s"),
        ({"max_trials": 0}, "max_trials"),
        ({"n_jobs": 0}, "n_jobs"),
        ({"executor": "cloud"}, "isolated"),
        ({"executor": 3}, "address of its scheduler"),
        ({"executor": None}, "isolated"),
    ],
)
def test_unusable_setting_is_refused_by_name(options, word):
    with pytest.raises(UsageError, match=word):
        SearchSettings(**options)


@pytest.mark.parametrize("executor", ["dask", "tcp://host:8786", "isolated", "inline", ThreadPoolExecutor(1)])
def test_place_is_public_without_its_address(executor):
    name = SearchSettings(executor=executor).public()["executor"]

    assert name in {"dask", "isolated", "inline", "ThreadPoolExecutor"}


def test_public_settings_are_plain_values():
    public = SearchSettings(families=("linear", "svm"), exclude=("mlp",)).public()

    assert public["families"] == "linear, svm"
    assert public["exclude"] == "mlp"
    assert all(value is None or isinstance(value, str | int | float) for value in public.values())
