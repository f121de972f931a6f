from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.corruption.label_noise import add_noise, exchange_labels


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_classes_stay_as_common_as_they_were(share):
    codes = np.repeat([0, 1, 2], [700, 200, 100])

    changed = exchange_labels(codes, share, np.random.default_rng(0))

    np.testing.assert_array_equal(np.bincount(changed), [700, 200, 100])


def test_share_of_the_labels_changes_at_most():
    codes = np.arange(5_000) % 5

    is_new = exchange_labels(codes, 0.25, np.random.default_rng(0)) != codes

    assert 0.17 < is_new.mean() < 0.23


def test_labels_given_stay_as_they_are():
    codes = np.arange(100) % 2

    exchange_labels(codes, 1.0, np.random.default_rng(0))

    np.testing.assert_array_equal(codes, np.arange(100) % 2)


def test_noise_has_the_size_asked_for():
    scores = np.random.default_rng(1).normal(size=20_000)

    sizes = [np.std(add_noise(scores, 0.5, np.random.default_rng(seed)) - scores) for seed in range(10)]

    assert 0.48 < min(sizes) < 0.52
    assert max(sizes) < 0.8


def test_noise_grows_with_the_score_in_some_draws():
    scores = np.sort(np.random.default_rng(1).normal(size=20_000))

    ratios = []
    for seed in range(10):
        noise = add_noise(scores, 0.5, np.random.default_rng(seed)) - scores
        ratios.append(noise[-5_000:].std() / noise[:5_000].std())

    assert min(ratios) < 1.1
    assert max(ratios) > 2.0


def test_no_noise_is_no_change():
    scores = np.linspace(-1, 1, 9)

    np.testing.assert_array_equal(add_noise(scores, 0.0, np.random.default_rng(0)), scores)
