from __future__ import annotations

import pytest

from jupyter_metaml.pipelines import family
from jupyter_metaml.pipelines.in_context import MEMBERS, n_members


@pytest.mark.parametrize(("params", "views"), [({}, MEMBERS), ({"n_members": None}, MEMBERS), ({"n_members": 5}, 5)])
def test_a_configuration_says_how_many_views_it_asks_for(params, views: int):
    assert n_members(params) == views


@pytest.mark.parametrize("name", ["prior_fitted", "tabicl", "tabpfn"])
def test_there_is_nothing_to_tune(name: str, shape):
    assert family(name).default(shape()) == {"n_members": MEMBERS}
    assert family(name).space(shape()) == {}
