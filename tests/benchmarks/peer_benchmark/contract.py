"""What a peer is given, and what it owes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRequest:
    """The training rows of a task, and what everybody gets for them."""

    X: pd.DataFrame
    y: pd.Series
    kind: str  # binary, multiclass or regression
    budget_s: float
    n_jobs: int
    seed: int
    folder: Path  # for what a peer writes; removed afterwards

    @property
    def is_regression(self) -> bool:
        return self.kind == "regression"

    @property
    def table(self) -> pd.DataFrame:
        """Features and target as one table."""
        return self.X.assign(**{self.target: self.y})

    @property
    def target(self) -> str:
        """A name for the target that no feature has."""
        name = "target"
        while name in self.X:
            name += "_"
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a peer says of the rows held out.

    Parameters
    ----------
    values : array of shape (n_samples,) or (n_samples, n_labels)
        Numbers, or a probability for each class.
    labels : tuple of str
        The classes in the order of the columns; none for numbers.
    """

    values: np.ndarray
    labels: tuple[str, ...] = ()


class Peer(ABC):
    """One system, made for one table: loaded, fitted once, asked once and closed.

    It is used as its own quick start says, with the metric that decides, the seconds and the number of cores.

    Parameters
    ----------
    request : FitRequest
    settings : object
        What tells this variant of the peer from its default.
    """

    def __init__(self, request: FitRequest, **settings: Any) -> None:
        self.request = request
        self.settings = settings

    @abstractmethod
    def load(self) -> str:
        """Import the system, before the clock starts, and return its version."""

    @abstractmethod
    def fit(self) -> None:
        """Search within the seconds of the request."""

    @abstractmethod
    def predict(self, X: pd.DataFrame) -> Prediction:
        """Predict rows that the fit has not seen."""

    def close(self) -> None:  # noqa: B027 - most peers leave nothing behind
        """End what was started."""
