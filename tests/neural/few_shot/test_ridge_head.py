from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge
from torch import nn

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import RidgeHead, SineWaves


def test_without_a_network_it_is_a_ridge_regression(numbers):
    X, y = numbers

    found = RidgeHead(nn.Identity().double(), penalty=3.0).adapt(X[:8], y[:8]).predict(X[8:])

    assert np.allclose(found, Ridge(alpha=3.0).fit(X[:8], y[:8]).predict(X[8:]), rtol=0, atol=1e-6)


def test_the_penalty_is_learned_with_the_embedding(make_network):
    learner = RidgeHead(make_network(1, 8, 8, dtype=torch.float32), penalty=2.0, n_iterations=20, meta_lr=0.05)

    learned = learner.fit(SineWaves()).learned_

    assert abs(float(learned["log penalty"]) - np.log(2.0)) > 0.05
    assert learner.meta_losses_[-1] < learner.meta_losses_[0]


def test_a_penalty_of_nothing_is_refused(numbers):
    with pytest.raises(UsageError, match="penalty=0"):
        RidgeHead(nn.Identity(), penalty=0).adapt(*numbers)
