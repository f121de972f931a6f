"""How wrong answers are: one vote per table."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from jupyter_metaml.neural.pfn.shape import TAIL_MEAN
from jupyter_metaml.neural.pfn.training.episodes import UNASKED, Episodes

_SHARE_OF_SQUARES = 0.1


def loss_per_table(logits: Tensor, episodes: Episodes, borders: Tensor) -> Tensor:
    """Return the mean negative log likelihood of each table, of shape (n_tables,).

    For numbers it is that of the right bin, plus a tenth of the squared error of the mean of the bins, which is what a
    point prediction is judged by.

    Parameters
    ----------
    logits : float tensor of shape (n_tables, n_query, slots or bins)
    episodes : Episodes
    borders : tensor of shape (bins - 1,)
        Inner borders of the bins, in standard deviations of the support.
    """
    if episodes.tables.classes is not None:
        slots = torch.arange(logits.shape[-1], device=logits.device)
        logits = logits.masked_fill(slots >= episodes.n_classes[:, None, None], -1e4)
        loss = functional.cross_entropy(
            logits.transpose(1, 2), episodes.answers, ignore_index=UNASKED, reduction="none"
        )
        return loss.sum(1) / (episodes.answers != UNASKED).sum(1)
    bins = torch.bucketize(episodes.answers, borders)
    loss = functional.cross_entropy(logits.transpose(1, 2), bins, reduction="none")
    mean = logits.softmax(-1) @ bin_middles(borders)
    return (loss + _SHARE_OF_SQUARES * (mean - episodes.answers.clamp(-6.0, 6.0)).square()).mean(1)


def bin_middles(borders: Tensor) -> Tensor:
    """Return the mean of each bin, of shape (bins,): the outer ones have the tail of a half normal distribution."""
    inner = 0.5 * (borders[1:] + borders[:-1])
    return torch.cat([borders[:1] - TAIL_MEAN, inner, borders[-1:] + TAIL_MEAN])
