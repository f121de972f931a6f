from __future__ import annotations

from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration


def test_what_is_not_known_is_not_expected():
    found = Recommendation(rank=1, configuration=Configuration.of("linear"), title="Linear model", why="always first")

    assert (found.expected_s, found.expected_score, found.expected_low, found.expected_high) == (None,) * 4
