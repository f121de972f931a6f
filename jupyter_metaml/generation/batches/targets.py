"""Targets from scores: classes with wrong and rare ones among them, and numbers with odd distributions."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.single_precision import Floats, log_uniforms, normals, standardised, uniforms

# How much noise a score gets, beside its own spread of 1, and how often.
_NOISES = (0.0, 0.05, 0.15, 0.3, 0.7, 1.5)
_NOISE_SHARES = (0.3, 0.15, 0.2, 0.2, 0.1, 0.05)


def draw_n_classes(rng: np.random.Generator) -> int:
    """Draw a number of classes: half of the tables have two, few have ten."""
    kind = rng.random()
    return 2 if kind < 0.5 else int(rng.integers(3, 6)) if kind < 0.8 else int(rng.integers(6, 11))


def as_classes(rng: np.random.Generator, scores: Floats, n_classes: int) -> Floats:
    """Turn scores into classes from 0.

    Parameters
    ----------
    rng : Generator
    scores : array of shape (n_tables, n_rows, n_scores)
        One score is cut at random heights; several compete, with Gumbel noise, which makes a softmax.
    n_classes : int

    Returns
    -------
    array of shape (n_tables, n_rows)
    """
    noise = np.float32(rng.choice(_NOISES, p=_NOISE_SHARES))
    if scores.shape[2] == 1:
        y = cut_into_classes(rng, scores[:, :, 0] + noise * normals(rng, *scores.shape[:2]), n_classes)
    else:
        taste = normals(rng, len(scores), 1, n_classes) * np.float32(rng.uniform(0.0, 1.2))
        gumbel = -np.log(-np.log(uniforms(rng, *scores.shape).clip(1e-6, 1.0 - 1e-6)))
        y = (scores + taste + noise * np.float32(0.8) * gumbel).argmax(axis=2)
    return with_wrong_labels(rng, y, n_classes)


def with_wrong_labels(rng: np.random.Generator, y: np.ndarray, n_classes: int) -> Floats:
    """Replace up to 25 % of the labels of a quarter of the tables by random ones."""
    rate = np.where(rng.random(len(y)) < 0.25, rng.uniform(0.0, 0.25, size=len(y)), 0.0)
    wrong = rng.random(y.shape) < rate[:, None]
    return np.where(wrong, rng.integers(0, n_classes, size=y.shape), y).astype(np.float32)


def cut_into_classes(rng: np.random.Generator, score: Floats, n_classes: int) -> np.ndarray:
    """Cut scores of shape (n_tables, n_rows) at quantiles; half of the pairs of classes are uneven, most lose order."""
    n_tables, n_rows = score.shape
    if n_classes == 2:
        minority = np.where(
            rng.random(n_tables) < 0.5, log_uniforms(rng, 0.03, 0.5, n_tables), rng.uniform(0.35, 0.65, size=n_tables)
        )
        shares = np.stack([minority, 1.0 - minority], axis=1)
        shares = np.where(rng.random((n_tables, 1)) < 0.5, shares, shares[:, ::-1])
    else:
        shares = rng.dirichlet(np.full(n_classes, np.exp(rng.uniform(np.log(1.0), np.log(30.0)))), size=n_tables)
    places = (np.cumsum(shares, axis=1)[:, :-1] * n_rows).astype(np.int64).clip(0, n_rows - 1)
    borders = np.take_along_axis(np.sort(score, axis=1), places, axis=1)  # (n_tables, n_classes - 1)
    y = np.asarray((score[:, :, None] > borders[:, None]).sum(axis=2))
    if rng.random() < 0.3:
        return y
    order = rng.permuted(np.tile(np.arange(n_classes), (n_tables, 1)), axis=1)
    return np.take_along_axis(order, y, axis=1)


def as_numbers(rng: np.random.Generator, scores: Floats) -> Floats:
    """Turn one score per row into numbers: noisy, skewed, bounded, rounded or often zero; standardised."""
    score = scores[:, :, 0] + np.float32(rng.choice(_NOISES, p=_NOISE_SHARES)) * normals(rng, *scores.shape[:2])
    kind = rng.random()
    if kind < 0.15:
        score = np.exp(np.float32(rng.uniform(0.3, 1.3)) * score.clip(-4.0, 4.0))
    elif kind < 0.25:
        score = np.tanh(score * np.float32(rng.uniform(0.5, 2.5)))
    elif kind < 0.35:
        score = np.maximum(score - np.float32(rng.uniform(-0.8, 0.6)), 0.0)
    elif kind < 0.45:
        score = np.floor(score * np.float32(np.exp(rng.uniform(0.0, 2.3))))
    elif kind < 0.55:
        score = np.sign(score) * np.abs(score) ** np.float32(rng.uniform(0.5, 2.0))
    return standardised(score)
