"""Targets by a rule of two to four columns, none of which tells anything by itself: what trees and people miss."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.single_precision import Floats, looked_up, normals, uniforms


def rule_scores(rng: np.random.Generator, n_tables: int, n_rows: int, n_scores: int) -> tuple[Floats, Floats]:
    """Draw drivers and what a rule makes of them.

    Returns
    -------
    drivers : array of shape (n_tables, n_rows, 2 to 4)
        Independent of each other; numbers, or few values.
    scores : array of shape (n_tables, n_rows, n_scores)
        What `targets` turns into classes or numbers; the rule has a clear cut.

    References
    ----------
    The share of rule tasks follows public reports that a tenth of them costs nothing elsewhere and teaches
    interactions.
    """
    kind = rng.random()
    n_drivers = int(rng.integers(2, 5)) if kind < 0.6 else 2
    drivers = normals(rng, n_tables, n_rows, n_drivers)
    if rng.random() < 0.3:
        drivers = np.floor(uniforms(rng, *drivers.shape) * np.float32(rng.integers(2, 6))).astype(np.float32)
    # Cuts lie at random rows between the outer quarters, so that both sides are filled.
    middle = np.sort(drivers, axis=1)[:, n_rows // 4 : max(n_rows // 4 + 1, 3 * n_rows // 4)]
    cut = middle[:, rng.integers(0, middle.shape[1])][:, None]
    cut = np.maximum(cut, np.nextafter(drivers.min(axis=1, keepdims=True), np.float32(np.inf)))
    above = drivers >= cut
    if kind < 0.3:
        told = above.sum(axis=2) % 2
    elif kind < 0.4:
        told = above.all(axis=2) if rng.random() < 0.5 else above.any(axis=2)
    elif kind < 0.75:
        return drivers, _looked_up(rng, above, n_scores)
    else:
        told = np.prod(drivers - cut, axis=2)
    scores = np.repeat(told[:, :, None].astype(np.float32), n_scores, axis=2)
    return drivers, scores * normals(rng, n_tables, 1, n_scores) * np.float32(3.0) if n_scores > 1 else scores


def _looked_up(rng: np.random.Generator, above: np.ndarray, n_scores: int) -> Floats:
    """Read scores from a table with a random entry for each combination of sides."""
    n_drivers = above.shape[2]
    entry = above @ (1 << np.arange(n_drivers))
    return looked_up(rng, entry, 1 << n_drivers, n_scores) * np.float32(3.0)
