from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.generation import Linear, Sizes, sample_tasks
from jupyter_metaml.neural import AnyTable, Encoding, MetaDataset, NWayKShot, TableColumns


def letters(n_classes: int, n_each: int = 6) -> tuple[np.ndarray, np.ndarray]:
    y = np.repeat(list("abcdefgh"[:n_classes]), n_each)
    return np.column_stack([np.unique(y, return_inverse=True)[1], np.arange(len(y))]).astype(float), y


def test_codes_in_an_episode_stand_for_one_class_each():
    dataset = MetaDataset([letters(6)], NWayKShot(3, 2, 2))

    for episode in dataset.sample_episodes(20, np.random.default_rng(0)):
        for code in range(3):
            rows = np.r_[episode.X_support[episode.y_support == code], episode.X_query[episode.y_query == code]]
            assert len(np.unique(rows[:, 0])) == 1
        assert len(np.unique(episode.X_support[:, 0])) == 3


def test_all_tables_are_drawn_from():
    tables = [(np.full((9, 1), float(number)), ["a", "b", "c"] * 3) for number in range(4)]

    drawn = MetaDataset(tables).sample_episodes(60, np.random.default_rng(0))

    assert set(drawn.X_support[:, 0, 0]) == {0.0, 1.0, 2.0, 3.0}


def test_generated_tables_of_any_width_and_kind_of_column_are_stacked():
    family = Linear(kinds=("binary",), sizes=Sizes(min_rows=60, max_rows=80, max_columns=12))
    dataset = MetaDataset(sample_tasks(family, 4), AnyTable(n_support=(5, 20)), Encoding(columns=TableColumns(8)))

    episodes = dataset.sample_episodes(12, np.random.default_rng(0))

    assert episodes.X_support.shape[2] == 8
    assert np.isfinite(episodes.X_query).all()
    assert set(episodes.n_classes) == {2}


def test_numbers_are_scaled_by_their_support():
    y = np.arange(40.0) * 100
    dataset = MetaDataset([(np.ones((40, 1)), y)], AnyTable(n_support=10), Encoding(scale_target=True))

    episode = dataset.sample(np.random.default_rng(0))

    assert episode.y_support.mean() == pytest.approx(0.0)
    assert episode.y_support.std() == pytest.approx(1.0)
    assert episode.n_classes == 0


def test_tasks_of_which_no_episode_can_be_cut_are_left_out_with_a_warning():
    with pytest.warns(UserWarning, match=r"1 task of 2 left out.*n_ways=5"):
        dataset = MetaDataset([letters(6), letters(2)], NWayKShot(5, 1))

    assert len(dataset) == 1
    assert "1 task" in repr(dataset)


def test_without_a_usable_task_it_says_why():
    with pytest.raises(DataError, match=r"No episode can be cut out of 1 task.*n_ways=5"):
        MetaDataset([letters(2)], NWayKShot(5, 1))


def test_without_a_task_it_says_so():
    with pytest.raises(UsageError, match="no tasks"):
        MetaDataset([])


def test_tables_are_not_changed():
    frame = pd.DataFrame({"size": np.arange(12.0), "colour": ["red", "blue"] * 6})
    before = frame.copy(deep=True)

    MetaDataset([(frame, [0, 1] * 6)], encoding=Encoding(columns=TableColumns(3))).sample_episodes(
        3, np.random.default_rng(0)
    )

    pd.testing.assert_frame_equal(frame, before)
