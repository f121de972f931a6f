"""Events are frozen records that carry their time."""

from __future__ import annotations

import dataclasses
from typing import get_args

from jupyter_metaml.search import Event


def test_every_event_is_frozen_and_carries_the_seconds_since_the_call():
    for event in get_args(Event):
        assert dataclasses.is_dataclass(event)
        assert event.__dataclass_params__.frozen
        assert "elapsed_s" in {field.name for field in dataclasses.fields(event)}
