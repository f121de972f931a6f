from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import HiddenNetworkClasses, MetaDataset, SineWaves
from jupyter_metaml.neural.episodes.source import EpisodeSource, FixedEpisodes, as_source

WAVES = SineWaves().sample_episodes(3, np.random.default_rng(0))
PAIR = (np.arange(12.0).reshape(6, 2), ["a", "b"] * 3)


@pytest.mark.parametrize(
    "source", [SineWaves(), HiddenNetworkClasses(), MetaDataset([PAIR]), FixedEpisodes(list(WAVES))]
)
def test_every_source_keeps_the_protocol_and_its_seed(source):
    first, second, other = (source.sample_episodes(4, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert isinstance(source, EpisodeSource)
    assert as_source(source) is source
    assert len(first) == 4
    assert np.array_equal(first.X_support, second.X_support)
    assert not np.array_equal(first.X_support, other.X_support)
    assert source.is_classification == bool(first.n_classes.all())


def test_fixed_episodes_are_drawn_without_replacement_as_long_as_there_are_enough():
    drawn = FixedEpisodes(list(WAVES)).sample_episodes(3, np.random.default_rng(0))

    assert sorted(drawn.X_support[:, 0, 0]) == sorted(WAVES.X_support[:, 0, 0])


@pytest.mark.parametrize(
    ("tasks", "kind"),
    [([PAIR], MetaDataset), (iter([PAIR]), MetaDataset), (WAVES[0], FixedEpisodes), (WAVES, FixedEpisodes)],
)
def test_sources_are_made_of_pairs_and_of_episodes(tasks, kind):
    assert type(as_source(tasks)) is kind


@pytest.mark.parametrize("tasks", [None, 7, "waves"])
def test_other_things_are_refused(tasks):
    with pytest.raises(UsageError, match="Give a MetaDataset"):
        as_source(tasks)
