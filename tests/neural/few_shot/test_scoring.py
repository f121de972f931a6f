from __future__ import annotations

import numpy as np

from jupyter_metaml.neural.episodes.episode import Episode, Episodes
from jupyter_metaml.neural.few_shot.scoring import episode_scores


def episodes(y: list[list], n_classes: int) -> Episodes:
    X = np.zeros((1, 1))
    return Episodes.stacked(
        [
            Episode(
                X_support=X,
                y_support=np.array(each)[:1],
                X_query=np.zeros((len(each), 1)),
                y_query=np.array(each),
                n_classes=n_classes,
            )
            for each in y
        ]
    )


def test_accuracy_counts_no_filling():
    predicted = np.array([[[0.9, 0.1], [0.2, 0.8]], [[0.9, 0.1], [0.9, 0.1]]])

    assert episode_scores(predicted, episodes([[0, 0], [0]], 2)).tolist() == [0.5, 1.0]


def test_numbers_are_scored_by_the_root_of_the_mean_squared_error():
    predicted = np.array([[3.0, 4.0], [2.0, 9.0]])

    assert episode_scores(predicted, episodes([[0.0, 0.0], [0.0]], 0)).tolist() == [np.sqrt(12.5), 2.0]
