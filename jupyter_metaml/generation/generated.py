"""How a generated task comes about.

::

    sizes, kind, number of classes, use of the columns     drawn
        -> signal      the family's mechanism: columns that matter, and scores
        -> target      classes or quantities
        -> corruption  more columns, levels, long tails, empty cells
        -> is there anything to learn?
        -> table       units, names, order of the columns
        -> Task
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar, cast, get_args

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.attempts import first_usable
from jupyter_metaml.generation.corruption.recipe import Corruption
from jupyter_metaml.generation.errors import DraftError
from jupyter_metaml.generation.learnable import is_learnable
from jupyter_metaml.generation.signal import Signal
from jupyter_metaml.generation.sizes import Sizes
from jupyter_metaml.generation.targets import draw_n_classes, draw_n_scores, draw_target
from jupyter_metaml.generation.writing import as_frame
from jupyter_metaml.tasks import Task, make_task
from jupyter_metaml.typing import Kind

_KINDS = cast("tuple[Kind, ...]", get_args(Kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedTasks(ABC):
    """A family of made-up tasks; subclasses give the mechanism.

    Parameters
    ----------
    sizes : Sizes
        Bounds of rows, columns and classes.
    kinds : tuple of {"binary", "multiclass", "regression"}
        Drawn from alike; all by default.
    corruption : Corruption
        What happens to the tables.

    Raises
    ------
    UsageError
        If a kind is unknown, there is none, or several classes are asked for where `sizes` allows two only.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.generation import GeneratedTasks, Signal, Sizes, sample_tasks
    >>> from jupyter_metaml.generation.signal import standardised
    >>> class Steps(GeneratedTasks):
    ...     name = "steps"
    ...
    ...     def signal(self, rng, n_rows, n_columns, n_scores):
    ...         columns = standardised(rng.normal(size=(n_rows, n_columns)))
    ...         weights = rng.normal(size=(n_columns, n_scores))
    ...         return Signal(columns=columns, scores=standardised((columns > 0) @ weights))
    >>> task = next(sample_tasks(Steps(sizes=Sizes(max_rows=200)), 1))
    >>> task.family.split("-")[0]
    'steps'
    """

    name: ClassVar[str]

    sizes: Sizes = field(default_factory=Sizes)
    kinds: tuple[Kind, ...] = _KINDS
    corruption: Corruption = field(default_factory=Corruption)

    def __post_init__(self) -> None:
        """Refuse kinds that cannot be drawn."""
        if not self.kinds or not set(self.kinds) <= set(_KINDS):
            msg = f"kinds={self.kinds!r} are not usable. Give one or more of {', '.join(_KINDS)}."
            raise UsageError(msg)
        if "multiclass" in self.kinds and self.sizes.max_classes < 3:
            msg = "Multiclass tasks need Sizes(max_classes=3) or more. Allow more classes, or leave that kind out."
            raise UsageError(msg)

    @abstractmethod
    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Draw a mechanism, and rows from it.

        Parameters
        ----------
        rng : Generator
        n_rows, n_columns, n_scores : int
            From 1 up.

        Returns
        -------
        Signal
            Standardised columns and scores.
        """

    def sample(self, rng: np.random.Generator) -> Task:
        """Draw a task; it is the only one of its family.

        Parameters
        ----------
        rng : Generator
            One number is taken from it, however many drafts are refused.

        Returns
        -------
        Task
            `family` is the name of the distribution and the number taken.

        Raises
        ------
        SamplingError
            If no draft had anything to learn.
        """
        seed = int(rng.integers(2**63))
        return replace(first_usable(self._draw, seed, self.name), family=f"{self.name}-{seed:016x}")

    def _draw(self, rng: np.random.Generator) -> Task:
        kind = self.kinds[rng.integers(len(self.kinds))]
        n_rows, n_columns = self.sizes.draw_rows(rng), self.sizes.draw_columns(rng)
        n_classes = draw_n_classes(rng, kind, n_rows, self.sizes.max_classes)
        counts = self.corruption.draw_counts(rng, n_columns)
        signal = self.signal(rng, n_rows, counts.informative, draw_n_scores(rng, n_classes))
        target = draw_target(rng, signal.scores, n_classes, self.corruption)
        draft = self.corruption.corrupt(signal, counts, rng)
        codes = np.unique(target, return_inverse=True)[1] if n_classes else target
        if not is_learnable(draft.numbers, codes, is_classification=bool(n_classes)):
            msg = "nothing can be learned from the columns"
            raise DraftError(msg)
        return make_task(
            as_frame(draft, rng).assign(target=target),
            "target",
            kind="classification" if n_classes else "regression",
            random_state=int(rng.integers(2**32)),
        )
