from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines import FitContext, FitOutcome, family


def test_fit_without_anything_special_needs_no_arguments():
    context = FitContext()

    assert (context.X_val, context.deadline, context.n_jobs) == (None, None, 1)


def test_outcome_is_whole_unless_said_otherwise():
    assert FitOutcome(pipeline=Pipeline([("model", None)])).cut is False


def test_records_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        family("linear").name = "other"
