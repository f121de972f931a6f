"""What a training has cost and brought so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from jupyter_metaml.neural.pfn.training.trainer import StepResult

_WEIGHT = 0.01  # of the newest loss in the running mean


@dataclass(slots=True, kw_only=True)
class Progress:
    """Sums over all sessions of a training.

    Attributes
    ----------
    seconds : float
        Of computing, per thread.
    n_cells : int
    n_skipped : int
        Steps whose gradients were not finite, and were not taken.
    class_loss, number_loss : float
        Running means, as a share of knowing nothing.
    curve : list of tuple
        Step, seconds, cells, and both losses on held-out tables.
    """

    seconds: float = 0.0
    n_cells: int = 0
    n_skipped: int = 0
    class_loss: float = 1.0
    number_loss: float = 1.0
    curve: list[tuple[int, float, int, float, float]] = field(default_factory=list)

    def count(self, result: StepResult, seconds: float) -> None:
        """Add a step."""
        self.seconds += seconds
        self.n_cells += result.n_cells
        self.n_skipped += not result.is_finite
        if not result.is_finite:
            return
        name = "number_loss" if result.is_regression else "class_loss"
        setattr(self, name, (1.0 - _WEIGHT) * getattr(self, name) + _WEIGHT * result.loss)

    def note(self, step: int, losses: tuple[float, float]) -> None:
        """Add a point to the curve."""
        self.curve.append((step, self.seconds, self.n_cells, *losses))

    def line(self, step: int) -> str:
        """Say how it goes."""
        speed = self.n_cells / max(self.seconds, 1e-9) / 1e3
        return (
            f"step {step} {self.seconds / 60:.1f} min {self.n_cells / 1e6:.1f} Mcells ({speed:.0f}k/s) "
            f"classes {self.class_loss:.4f} numbers {self.number_loss:.4f} skipped {self.n_skipped}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what a state holds."""
        return asdict(self)
