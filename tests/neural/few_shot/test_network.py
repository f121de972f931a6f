from __future__ import annotations

import pytest
import torch
from sklearn.ensemble import RandomForestClassifier
from torch import nn

from jupyter_metaml import AutoMLClassifier
from jupyter_metaml.neural.few_shot.errors import UnadaptableModelError
from jupyter_metaml.neural.few_shot.network import Network, check_trainable, checked_module


def test_other_parameters_are_used_and_the_own_stay(make_network):
    module = make_network(2, 3, 1)
    network, X = Network(module=module, n_classes=0), torch.ones(4, 2, dtype=torch.float64)
    zeros = {name: torch.zeros_like(tensor) for name, tensor in network.parameters().items()}

    assert network(zeros | {"something else": torch.ones(())}, X).abs().max() == 0
    assert torch.equal(network(network.parameters(), X), module(X))


def test_frozen_parameters_are_not_learned_but_used(make_network):
    module = make_network(2, 3, 1)
    module[0].requires_grad_(requires_grad=False)
    network = Network(module=module, n_classes=0)

    assert set(network.parameters()) == {"2.weight", "2.bias"}
    assert torch.equal(network(network.parameters(), torch.ones(1, 2).double()), module(torch.ones(1, 2).double()))


@pytest.mark.parametrize(
    ("n_classes", "shape", "wanted"),
    [(3, (5, 2), "at least 3 numbers"), (0, (5, 2), "one number"), (2, (5,), "at least 2")],
)
def test_outputs_that_do_not_fit_the_task_are_refused(n_classes, shape, wanted, make_rows):
    rows = make_rows(torch.ones(5, 1).numpy(), torch.zeros(5).long().numpy(), n_classes)

    with pytest.raises(UnadaptableModelError, match=f"{wanted}.*Change its last layer"):
        Network(module=nn.Identity(), n_classes=n_classes).loss(torch.ones(shape), rows)


def test_rows_that_do_not_fit_the_first_layer_are_refused():
    with pytest.raises(UnadaptableModelError, match=r"rows of the shape \(4,\).*TableColumns"):
        Network(module=nn.Linear(3, 2), n_classes=2).check_rows(torch.ones(7, 4))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            RandomForestClassifier(),
            r"a RandomForestClassifier has none\. .* use jupyter_metaml\.MAML\(AutoMLClassifier",
        ),
        (AutoMLClassifier(), r"an AutoMLClassifier has none\. .* use jupyter_metaml\.MAML"),
        (None, r"a NoneType has none\. Give a torch\.nn\.Module"),
        (nn.Linear, r"the class Linear\. Give an object of it: Linear\(\.\.\.\)"),
        (nn.ReLU(), r"ReLU without a parameter that requires gradients.*Prototypes or RidgeHead"),
        (nn.Linear(2, 2).requires_grad_(requires_grad=False), r"Linear without a parameter.*requires_grad_\(\)"),
    ],
    ids=["estimator", "AutoML", "nothing", "class", "no parameters", "frozen"],
)
def test_what_has_no_gradients_is_refused_with_what_to_use_instead(model, said):
    with pytest.raises(UnadaptableModelError, match=said):
        checked_module(model, "MAML", needs_gradients=True)


def test_modules_without_parameters_are_fine_where_no_gradient_is_needed():
    module = nn.Identity()

    assert checked_module(module, "Prototypes", needs_gradients=False) is module


@pytest.mark.parametrize("norm", [nn.BatchNorm1d(3), nn.BatchNorm2d(3)])
def test_running_statistics_are_refused_by_the_name_of_their_layer(norm):
    with pytest.raises(UnadaptableModelError, match=r"'1'.*GroupNorm"):
        check_trainable(nn.Sequential(nn.Linear(3, 3), norm), "MAML")


@pytest.mark.parametrize("norm", [nn.BatchNorm1d(3, track_running_stats=False), nn.LayerNorm(3)])
def test_other_norms_are_trained(norm):
    module = nn.Sequential(nn.Linear(3, 3), norm)

    check_trainable(module, "MAML")

    assert Network(module=module, n_classes=3)(dict(module.named_parameters()), torch.ones(4, 3)).shape == (4, 3)
