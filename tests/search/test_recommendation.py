"""A recommendation is a plain frozen record."""

from __future__ import annotations

import dataclasses

import pytest

from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import Recommendation


def test_recommendation_cannot_be_changed():
    item = Recommendation(rank=1, configuration=Configuration.of("linear", C=1.0), title="Linear", why="first")

    with pytest.raises(dataclasses.FrozenInstanceError):
        item.rank = 2
