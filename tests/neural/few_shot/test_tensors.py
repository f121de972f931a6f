from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.episodes.episode import Episode, Episodes
from jupyter_metaml.neural.few_shot.tensors import batch_of


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_numbers_get_the_type_of_the_network_and_codes_stay_whole(dtype):
    X, y = np.arange(6.0).reshape(3, 2), np.array([0, 1, 1])
    episodes = Episodes.stacked([Episode(X_support=X, y_support=y, X_query=X[:1], y_query=y[:1], n_classes=2)])

    batch = batch_of(episodes, torch.empty(0, dtype=dtype))

    assert batch.support.X.dtype == batch.query.weight.dtype == dtype
    assert batch.support.y.dtype == batch.support.n_classes.dtype == torch.int64
    assert batch.support.X.shape == (1, 3, 2)
    assert batch.query.y.tolist() == [[0]]
