from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.neighbors import NearestCentroid
from torch import nn

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import HiddenNetworkClasses, Prototypes, SineWaves


def test_raw_prototypes_are_the_nearest_centroid():
    episode = HiddenNetworkClasses(n_shots=5).sample_episodes(1, np.random.default_rng(0))[0]

    found = Prototypes(nn.Identity()).adapt(episode.X_support, episode.y_support).predict(episode.X_query)

    truth = NearestCentroid().fit(episode.X_support, episode.y_support).predict(episode.X_query)
    assert np.array_equal(found, truth)


def test_classes_that_were_never_seen_can_be_added_to(classes):
    learner = Prototypes(nn.Identity())

    assert learner.adapt(np.eye(7), list("abcdefg")).predict(np.eye(7)).tolist() == list("abcdefg")


def test_images_are_embedded_by_what_takes_images():
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU())  # its outputs are no vectors yet
    X = np.zeros((4, 1, 5, 5))
    X[2:, :, 2, 2] = 1.0

    assert Prototypes(module).adapt(X, [0, 0, 1, 1]).predict(X).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "use",
    [
        lambda learner: learner.adapt(np.eye(2), [0.5, 1.5]),
        lambda learner: learner.evaluate_episodes(SineWaves()),
    ],
    ids=["adapt", "evaluate_episodes"],
)
def test_numbers_are_refused_with_who_takes_them(use):
    with pytest.raises(UsageError, match="Use RidgeHead or MAML instead"):
        use(Prototypes(nn.Identity()))


def test_learning_from_numbers_is_refused(make_network):
    with pytest.raises(UsageError, match="Use RidgeHead or MAML instead"):
        Prototypes(make_network(1, 3), n_iterations=1).fit(SineWaves())


def test_unknown_distances_are_refused(classes):
    with pytest.raises(UsageError, match=r"distance='manhattan'.*'euclidean' or 'cosine'"):
        Prototypes(nn.Identity(), distance="manhattan").adapt(*classes)


@pytest.mark.slow
def test_a_learned_embedding_beats_raw_columns_from_one_example(make_network):
    family = HiddenNetworkClasses()
    learner = Prototypes(make_network(30, 128, 64, dtype=torch.float32), n_iterations=500, meta_lr=3e-3)

    raw = Prototypes(nn.Identity()).evaluate_episodes(family, 400).mean()

    assert learner.fit(family).evaluate_episodes(family, 400).mean() > raw + 0.05
