"""What a worker is asked to measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import Configuration

Origin = Literal["baseline", "recommended", "searched", "repeated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hard limits of one job; going beyond ends its worker process.

    Parameters
    ----------
    wall_s : float
        Seconds from the hand-over to the worker, on the monotonic clock of the parent. Time in which the whole
        machine sleeps does not count on Linux and macOS and does count on Windows; time in which only the worker
        is stopped (SIGSTOP) counts.
    memory_mib : float or None, default=None
        Private memory of the worker and the processes it started; pages of files that are mapped into memory are
        not counted. None sets no limit.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import Limits
    >>> Limits(wall_s=10, memory_mib=1024).memory_mib
    1024
    """

    wall_s: float
    memory_mib: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialJob:
    """One configuration to measure.

    Parameters
    ----------
    number : int
        Place in the sequence of trials.
    configuration : Configuration
        What to build.
    origin : {"baseline", "recommended", "searched", "repeated"}
        Who proposed it.
    random_state : int
        Fold ``i`` is built and fitted with ``random_state + i``.
    n_jobs : int
        Threads.
    limits : Limits
        When the worker is ended.
    deadline_s : float
        Seconds from the start until models must stop themselves, over all folds; each fold gets a fair part.
    stop_above : tuple of float or None, default=None
        Ceiling of the loss per fold. When the losses of the first two folds both lie above, the rest is skipped.
    model_dir : str or None, default=None
        Where the fold models are written; None keeps none.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import Limits, TrialJob
    >>> from jupyter_metaml.pipelines import Configuration
    >>> job = TrialJob(
    ...     number=1,
    ...     configuration=Configuration.of("linear"),
    ...     origin="default",
    ...     random_state=0,
    ...     n_jobs=1,
    ...     limits=Limits(wall_s=10),
    ...     deadline_s=10,
    ... )
    >>> job.limits.memory_mib is None
    True
    """

    number: int
    configuration: Configuration
    origin: Origin
    random_state: int
    n_jobs: int
    limits: Limits
    deadline_s: float
    stop_above: tuple[float, ...] | None = None
    model_dir: str | None = None
