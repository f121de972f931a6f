from __future__ import annotations

import pytest
import torch

from jupyter_metaml.neural.pfn.training.progress import Progress
from jupyter_metaml.neural.pfn.training.trainer import StepResult


def result(loss: float, *, is_regression: bool = False, is_finite: bool = True) -> StepResult:
    norm = torch.tensor(1.0 if is_finite else torch.nan)
    return StepResult(losses=torch.tensor(loss), norm=norm, is_regression=is_regression, n_cells=1000)


def test_steps_add_up():
    progress = Progress()

    progress.count(result(0.0), 2.0)
    progress.count(result(0.5, is_regression=True), 3.0)

    assert progress.seconds == 5.0
    assert progress.n_cells == 2000
    assert progress.class_loss == pytest.approx(0.99)
    assert progress.number_loss == pytest.approx(0.995)


def test_skipped_steps_are_counted_and_not_averaged():
    progress = Progress()

    progress.count(result(float("nan"), is_finite=False), 1.0)

    assert progress.n_skipped == 1
    assert progress.class_loss == 1.0


def test_a_line_says_how_it_goes():
    progress = Progress(seconds=120.0, n_cells=6_000_000, class_loss=0.75)

    assert progress.line(40).startswith("step 40 2.0 min 6.0 Mcells (50k/s) classes 0.7500")


def test_progress_survives_a_file():
    progress = Progress(seconds=1.0)
    progress.note(3, (0.8, 0.9))

    assert Progress(**progress.as_dict()) == progress
