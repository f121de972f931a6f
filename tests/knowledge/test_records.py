"""What is remembered of a task and of a trial."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest


def test_records_are_equal_when_their_content_is(make_task, make_trial):
    assert make_task() == make_task()
    assert make_trial(1.0) == make_trial(1.0)
    assert make_task(n_rows=1) != make_task(n_rows=2)


def test_records_cannot_be_changed(make_task, make_trial):
    with pytest.raises(FrozenInstanceError):
        make_task().id = "other"
    with pytest.raises(FrozenInstanceError):
        make_trial().loss = 0.0


def test_trial_without_result_needs_no_more_than_its_status(make_trial):
    trial = make_trial(status="crashed", score=None, loss=None)

    assert (trial.score, trial.loss) == (None, None)
