from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import MAML

X, Y = torch.linspace(-1, 1, 12, dtype=torch.float64).reshape(6, 2), torch.ones(6, 1, dtype=torch.float64)


@pytest.fixture
def maml(make_network) -> MAML:
    return MAML(make_network(2, 5, 1), lr=0.1)


def stepped(learner, n_steps: int = 3):
    for _ in range(n_steps):
        learner.adapt(mse_loss(learner(X), Y))
    return learner


def test_clones_give_what_the_module_gives_also_after_another_has_adapted(maml):
    first, second = maml.clone(), maml.clone()
    before = maml(X).detach()

    stepped(first)

    for same in (maml(X), second(X), maml.clone()(X)):
        assert float((same.detach() - before).abs().max()) <= 1e-8
    assert float((first(X).detach() - before).abs().max()) > 1e-3


def test_gradients_reach_every_parameter_of_the_module_through_the_steps(maml):
    mse_loss(stepped(maml.clone())(X), Y).backward()

    assert all(parameter.grad is not None and parameter.grad.abs().max() > 0 for parameter in maml.parameters())


def test_one_step_does_not_raise_the_loss(maml):
    learner = maml.clone()
    before = mse_loss(learner(X), Y).detach()

    assert mse_loss(stepped(learner, 1)(X), Y).detach() < before


def test_first_order_gradients_are_those_of_a_detached_copy(make_network):
    maml = MAML(make_network(2, 5, 1), lr=0.1, first_order=True)
    learner = stepped(maml.clone())
    detached = [tensor.detach().requires_grad_() for tensor in learner.parameters()]
    names = [name for name, _ in learner.named_parameters()]
    loss = mse_loss(torch.func.functional_call(maml.module, dict(zip(names, detached, strict=True)), (X,)), Y)
    expected = torch.autograd.grad(loss, detached)

    mse_loss(learner(X), Y).backward()

    for parameter, slope in zip(maml.parameters(), expected, strict=True):
        assert torch.allclose(parameter.grad, slope, rtol=0, atol=1e-12)


def test_a_clone_adapts_as_the_estimator_does(make_network):
    maml = MAML(make_network(2, 5, 1), lr=0.1, n_steps=4)

    adapted = maml.adapt(X.numpy(), Y[:, 0].numpy())

    assert torch.allclose(torch.tensor(adapted.predict(X.numpy())), stepped(maml.clone(), 4)(X)[:, 0].detach())


def test_a_clone_of_a_clone_goes_on_from_there_on_its_own(maml):
    first = stepped(maml.clone())
    second = first.clone()
    before = second(X).detach()

    stepped(first)

    assert torch.equal(second(X), before)
    mse_loss(second(X), Y).backward()
    assert all(parameter.grad is not None for parameter in maml.parameters())


def test_an_optimizer_of_the_parameters_learns_across_tasks(maml):
    optimizer = torch.optim.Adam(maml.parameters(), lr=0.05)
    losses = []
    for _ in range(20):
        loss = mse_loss(stepped(maml.clone(), 1)(X), Y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))

    assert losses[-1] < 0.1 * losses[0]


class Spare(nn.Module):
    """Has a layer that it never uses."""

    def __init__(self) -> None:
        super().__init__()
        self.used = nn.Linear(2, 1, dtype=torch.float64)
        self.spare = nn.Linear(2, 1, dtype=torch.float64)

    def forward(self, rows):
        return self.used(rows)


def test_unused_parameters_are_an_error_unless_they_are_allowed():
    with pytest.raises(UsageError, match=r"'spare\.weight', 'spare\.bias' have no part .* allow_unused=True"):
        stepped(MAML(Spare()).clone())

    learner = stepped(MAML(Spare(), allow_unused=True).clone())
    assert torch.equal(dict(learner.named_parameters())["spare.bias"], learner.module.spare.bias)


def test_frozen_parameters_are_an_error_unless_they_are_allowed(make_network):
    module = make_network(2, 5, 1)
    module[0].requires_grad_(requires_grad=False)
    with pytest.raises(UsageError, match=r"'0\.weight', '0\.bias' do not require gradients.*allow_nograd=True"):
        stepped(MAML(module).clone())

    learner = stepped(MAML(module, allow_nograd=True).clone())
    moved = {name for name, tensor in learner.named_parameters() if not torch.equal(tensor, module.get_parameter(name))}
    assert moved == {"2.weight", "2.bias"}


@pytest.mark.parametrize("loss", [0.5, torch.tensor(0.5), None], ids=["float", "constant", "nothing"])
def test_losses_that_do_not_depend_on_the_clone_are_refused(loss, maml):
    with pytest.raises(UsageError, match="computed with this clone"):
        maml.clone().adapt(loss)


def test_statistics_of_a_clone_do_not_reach_the_module():
    module = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Linear(4, 1)).double()

    stepped(MAML(module).clone())

    assert float(module[1].running_mean.abs().max()) == 0
    assert int(module[1].num_batches_tracked) == 0


@pytest.mark.parametrize("first_order", [False, True])
def test_adapted_parameters_and_gradients_equal_those_of_learn2learn(first_order, make_network):
    learn2learn = pytest.importorskip(
        "learn2learn", reason="learn2learn is not installed, and does not build everywhere"
    )
    theirs = learn2learn.algorithms.MAML(make_network(2, 5, 1), lr=0.1, first_order=first_order)
    ours = MAML(make_network(2, 5, 1), lr=0.1, first_order=first_order)
    learners = [stepped(owner.clone(), 5) for owner in (theirs, ours)]

    for learner in learners:
        mse_loss(learner(X), Y).backward()

    for their, our in zip(learners[0].parameters(), learners[1].parameters(), strict=True):
        assert torch.allclose(their, our, rtol=0, atol=1e-6)
    for their, our in zip(theirs.parameters(), ours.parameters(), strict=True):
        assert torch.allclose(their.grad, our.grad, rtol=0, atol=1e-6)
