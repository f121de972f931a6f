from __future__ import annotations

import pytest
import torch

from jupyter_metaml.neural.pfn.network import Tables
from jupyter_metaml.neural.pfn.training.episodes import UNASKED, Episodes
from jupyter_metaml.neural.pfn.training.losses import bin_middles, loss_per_table

BORDERS = torch.tensor([-1.0, 0.0, 1.0])


def episodes(answers: torch.Tensor, n_classes: int) -> Episodes:
    empty = torch.zeros(len(answers), 1, 1, 4)
    labels = torch.zeros(len(answers), 1, dtype=torch.long) if n_classes else None
    tables = Tables(empty, empty[..., 0].long(), labels, None if n_classes else torch.zeros(len(answers), 1, 2))
    return Episodes(tables=tables, answers=answers, n_classes=torch.full((len(answers),), n_classes))


def test_knowing_nothing_of_two_classes_costs_log_two():
    logits = torch.zeros(1, 3, 10)

    found = loss_per_table(logits, episodes(torch.tensor([[0, 1, 1]]), 2), BORDERS)

    assert found.item() == pytest.approx(0.6931, abs=1e-3)


def test_classes_that_nobody_could_know_are_not_asked():
    logits = torch.zeros(1, 2, 10)
    logits[0, 0, 1] = 50.0

    found = loss_per_table(logits, episodes(torch.tensor([[1, UNASKED]]), 3), BORDERS)

    assert found.item() == pytest.approx(0.0, abs=1e-4)


def test_every_table_has_one_loss():
    logits = torch.zeros(2, 2, 10)
    logits[0, :, 0] = 50.0

    found = loss_per_table(logits, episodes(torch.zeros(2, 2, dtype=torch.long), 2), BORDERS)

    assert found[0] < 0.01 < found[1]


def test_the_right_bin_costs_little():
    logits = torch.zeros(1, 1, 4)
    logits[0, 0, 2] = 50.0

    right = loss_per_table(logits, episodes(torch.tensor([[0.5]]), 0), BORDERS)
    wrong = loss_per_table(logits, episodes(torch.tensor([[-0.5]]), 0), BORDERS)

    assert right.item() == pytest.approx(0.0, abs=1e-4)
    assert wrong.item() > 10.0


def test_middles_of_bins():
    torch.testing.assert_close(bin_middles(BORDERS), torch.tensor([-1.797885, -0.5, 0.5, 1.797885]))
