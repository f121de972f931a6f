"""Optuna is silent inside and as before outside."""

from __future__ import annotations

import warnings

import optuna

from jupyter_metaml.search.quiet import quiet_optuna


def test_verbosity_and_filters_are_restored():
    before = optuna.logging.get_verbosity()

    with quiet_optuna(), warnings.catch_warnings(record=True) as caught:
        warnings.warn("experimental", optuna.exceptions.ExperimentalWarning, stacklevel=1)
        inside = optuna.logging.get_verbosity()

    assert inside == optuna.logging.WARNING
    assert caught == []
    assert optuna.logging.get_verbosity() == before
