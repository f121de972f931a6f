from __future__ import annotations

import pytest
import torch

from jupyter_metaml.neural.pfn.training.muon import Muon, orthogonal


@pytest.mark.parametrize("size", [(3, 8, 8), (2, 16, 6), (2, 6, 16)])
def test_singular_values_come_near_one(size: tuple[int, ...]):
    torch.manual_seed(0)

    values = torch.linalg.svdvals(orthogonal(torch.randn(size)))

    assert values.min() > 0.3
    assert values.max() < 1.4


def test_steps_have_the_size_that_was_asked_for():
    torch.manual_seed(0)
    matrix = torch.nn.Parameter(torch.zeros(32, 16))
    matrix.grad = torch.randn(32, 16)

    Muon([matrix], lr=0.1, weight_decay=0.0).step()

    assert matrix.detach().square().mean().sqrt().item() == pytest.approx(0.02, rel=0.35)


def test_a_quadratic_bowl_is_descended():
    torch.manual_seed(0)
    goal, matrix = torch.randn(8, 8), torch.nn.Parameter(torch.zeros(8, 8))
    optimiser = Muon([matrix], lr=0.2, weight_decay=0.0)
    for step in range(200):
        optimiser.param_groups[0]["lr"] = 0.2 * (1 - step / 200)
        matrix.grad = matrix.detach() - goal
        optimiser.step()

    assert (matrix.detach() - goal).norm() < 0.1 * goal.norm()


def test_matrices_without_gradient_stay():
    matrix = torch.nn.Parameter(torch.ones(2, 2))

    Muon([matrix], lr=1.0).step()

    torch.testing.assert_close(matrix.detach(), torch.ones(2, 2))
