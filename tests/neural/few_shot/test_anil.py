from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural import ANIL, HiddenNetworkClasses
from jupyter_metaml.neural.few_shot.anil import head_parameters
from jupyter_metaml.neural.few_shot.errors import UnadaptableModelError


@pytest.mark.parametrize(
    ("head", "names"), [(None, {"4.weight", "4.bias"}), ("2", {"2.weight", "2.bias"}), ("0", {"0.weight", "0.bias"})]
)
def test_the_head_is_the_last_part_or_the_one_that_is_named(head, names, make_network):
    assert head_parameters(make_network(2, 3, 3, 2), head) == names


def test_a_single_layer_is_all_head():
    assert head_parameters(torch.nn.Linear(2, 3), None) == {"weight", "bias"}


def test_an_unknown_head_is_refused_with_the_parts_there_are(make_network):
    with pytest.raises(UnadaptableModelError, match=r"head='top' .* Parts: '0', '2'"):
        ANIL(make_network(6, 3, 2), head="top").fit(HiddenNetworkClasses(n_ways=2, n_columns=6))


def test_only_the_head_adapts_and_all_is_learned(make_network):
    network = make_network(6, 5, 3, dtype=torch.float32)
    family = HiddenNetworkClasses(n_ways=3, n_columns=6)
    anil = ANIL(network, n_iterations=3).fit(family)
    episode = family.sample_episodes(1, np.random.default_rng(0))[0]

    adapted = anil.adapt(episode.X_support, episode.y_support).adapted_.tensors

    assert {name for name in adapted if not torch.equal(adapted[name], anil.learned_[name])} == {"2.weight", "2.bias"}
    assert all(not torch.equal(network.get_parameter(name), learned) for name, learned in anil.learned_.items())
