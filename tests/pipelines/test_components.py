from __future__ import annotations

import pytest
from component_contract import ComponentContract

from jupyter_metaml.pipelines import FAMILIES, Family

IN_ONE_GO = {"linear", "prior_fitted", "text_linear", "svm", "nearest_neighbours", "tabicl", "tabpfn"}


class TestBuiltInFamilies(ComponentContract):
    @pytest.fixture(params=list(FAMILIES.values()), ids=list(FAMILIES))
    def family(self, request):
        if request.param.requires is not None:
            pytest.importorskip(request.param.requires)
        if request.param.weights is not None and (reason := request.param.weights.missing(None)):
            pytest.skip(reason)
        return request.param

    @pytest.fixture
    def trains_in_rounds(self, family: Family) -> bool:
        return family.name not in IN_ONE_GO


@pytest.mark.parametrize("name", list(FAMILIES))
def test_key_is_the_name(name):
    assert FAMILIES[name].name == name
