from __future__ import annotations

import torch
from torch import nn

from jupyter_metaml.neural.few_shot.module_call import called, places

ONES = torch.ones(1, 2)


class TwicePart(nn.Module):
    """One part in two places."""

    def __init__(self) -> None:
        super().__init__()
        self.there = nn.Linear(2, 2, bias=False)
        self.again = self.there

    def forward(self, rows, factor=1.0):
        return factor * self.again(self.there(rows))


class SharedTensor(nn.Module):
    """Two parts with one tensor."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(2, 2, bias=False)
        self.second = nn.Linear(2, 2, bias=False)
        self.second.weight = self.first.weight

    def forward(self, rows):
        return self.second(self.first(rows))


def doubled(module: nn.Module) -> dict[str, torch.Tensor]:
    return {name: 2 * tensor.detach() for name, tensor in module.named_parameters()}


def test_a_part_in_two_places_is_replaced_once_and_comes_back():
    module = TwicePart()
    before = module(ONES)

    found = called(module, doubled(module), (ONES,))

    assert torch.allclose(found, 4 * before)
    assert torch.equal(module(ONES), before)


def test_a_shared_tensor_is_replaced_in_both_places_and_comes_back():
    module = SharedTensor()
    before = module(ONES)

    found = called(module, doubled(module), (ONES,))

    assert places(module) == {"first.weight": "first.weight", "second.weight": "first.weight"}
    assert torch.allclose(found, 4 * before)
    assert torch.equal(module(ONES), before)
    assert module.second.weight is module.first.weight


def test_arguments_are_passed_on_and_other_names_left_out():
    module = TwicePart()

    found = called(module, {"rate of there.weight": ONES}, (ONES,), {"factor": 3.0})

    assert torch.allclose(found, 3 * module(ONES))


def test_recurrent_modules_can_be_called():
    module = nn.LSTM(2, 3)
    zeros = {name: torch.zeros_like(tensor) for name, tensor in module.named_parameters()}

    assert called(module, zeros, (torch.ones(4, 1, 2),))[0].abs().max() == 0
    assert module(torch.ones(4, 1, 2))[0].abs().max() > 0


def test_buffers_that_are_written_are_those_given():
    module = nn.BatchNorm1d(2)
    buffers = {name: tensor.clone() for name, tensor in module.named_buffers()}

    called(module, buffers, (torch.tensor([[1.0, 2.0], [3.0, 8.0]]),))

    assert buffers["running_mean"].tolist() != [0.0, 0.0]
    assert module.running_mean.tolist() == [0.0, 0.0]
