"""How good predictions are, episode by episode."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.neural.episodes.episode import Episodes
from jupyter_metaml.typing import FloatArray


def episode_scores(predicted: FloatArray, episodes: Episodes) -> FloatArray:
    """Score the queries of episodes.

    Parameters
    ----------
    predicted : array of shape (n_episodes, n_query, n_classes), in regression (n_episodes, n_query)
        Probabilities, or numbers.
    episodes : Episodes

    Returns
    -------
    array of shape (n_episodes,)
        Accuracies, or root mean squared errors.
    """
    weight, truth = episodes.weight_query, episodes.y_query
    if episodes.n_classes.any():
        return np.asarray(np.average(predicted.argmax(axis=2) == truth, axis=1, weights=weight))
    return np.asarray(np.sqrt(np.average((predicted - truth) ** 2, axis=1, weights=weight)))
