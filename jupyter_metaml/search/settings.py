"""What a person decides about a search before it starts."""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.search.cluster import DEFAULT_CLIENT, Cluster, names_cluster
from jupyter_metaml.typing import Meta, ParamValue
from jupyter_metaml.wording import quoted

if TYPE_CHECKING:
    from distributed import Client

METAS = get_args(Meta)
OWN_PLACES = ("isolated", "inline")
MAX_BUDGET_S = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """Limits and choices of one search.

    Parameters
    ----------
    time_budget_s : float, default=60
        Wall-clock seconds from the call to the return, up to a week.
    max_trials : int or None, default=None
        Trials after the baseline; None leaves it to the clock.
    n_jobs : int, default=1
        Trials that run at the same time, each on one thread.
    takes_all : bool, default=False
        Whether nobody chose `n_jobs`, so that a cluster runs as many trials at a time as it has threads.
    random_state : int, default=0
        Decides folds, proposals and models.
    meta : {"all", "mine", "shipped", "off"}, default="all"
        Which knowledge of other tables decides what is tried first: the shipped base and the user's own past runs,
        one of them, or none.
    is_seeded : bool, default=False
        Whether a person chose `random_state`, and so wants the same search from the same call.
    remember : bool, default=True
        Whether the trials of this run join the user's own past: meta-features, configurations, scores and seconds,
        never cells or names.
    families : tuple of str or None, default=None
        Families of models to consider; None means all that suit the table.
    exclude : tuple of str, default=()
        Families to leave out.
    executor : str, Client, Cluster or Executor, default="isolated"
        Where trials run: "isolated" worker processes of our own, "inline" in this process; a Dask client, the address
        of its scheduler, or "dask" for the client of this process; or any ``concurrent.futures``-style executor, whose
        workers must see the directory of the run.
    storage : str or None, default=None
        Optuna storage URL for the trials; None keeps a journal file in the run's directory.
    runs_dir : Path or None, default=None
        Where runs are kept; None means the user's data directory.
    save_run : bool, default=True
        Whether the run stays on disk, so that it can be listed, resumed and loaded.

    Examples
    --------
    >>> from jupyter_metaml.search import SearchSettings
    >>> settings = SearchSettings(time_budget_s=30, families=("linear", "lightgbm"), random_state=1)
    >>> settings.public()["random_state"]
    1
    """

    time_budget_s: float = 60.0
    max_trials: int | None = None
    n_jobs: int = 1
    takes_all: bool = False
    random_state: int = 0
    meta: Meta = "all"
    is_seeded: bool = False
    remember: bool = True
    families: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    executor: str | Executor | Client | Cluster = "isolated"
    storage: str | None = None
    runs_dir: Path | None = None
    save_run: bool = True

    def __post_init__(self) -> None:
        """Refuse values that no search can keep."""
        budget = self.time_budget_s
        if not (isinstance(budget, int | float) and math.isfinite(budget) and 0 < budget <= MAX_BUDGET_S):
            message = (
                f"time_budget_s={budget!r} is not usable. Give seconds above 0, at most {MAX_BUDGET_S:.0f} (a week)."
            )
            raise UsageError(message)
        if self.max_trials is not None and self.max_trials < 1:
            message = f"max_trials={self.max_trials!r} is not usable. Give a whole number from 1, or None for no limit."
            raise UsageError(message)
        if self.n_jobs < 1:
            message = f"n_jobs={self.n_jobs!r} is not usable here. Give a whole number from 1."
            raise UsageError(message)
        if self.meta not in METAS:
            message = f"meta={self.meta!r} is unknown. Use one of {', '.join(map(repr, METAS))}."
            raise UsageError(message)
        if not _is_place(self.executor):
            message = (
                f"executor={quoted(self.executor)} is unknown. Use 'isolated', 'inline', a Dask client, 'dask' for the "
                "one of this process, the address of its scheduler such as 'tcp://host:8786', or an Executor."
            )
            raise UsageError(message)

    def public(self) -> dict[str, ParamValue]:
        """Return the settings as plain values, for records and screens."""
        return {
            "time_budget_s": self.time_budget_s,
            "max_trials": self.max_trials,
            "n_jobs": self.n_jobs,
            "random_state": self.random_state,
            "meta": self.meta,
            "families": None if self.families is None else ", ".join(self.families),
            "exclude": ", ".join(self.exclude),
            "executor": _name(self.executor),
        }


def _is_place(executor: object) -> bool:
    if isinstance(executor, str):
        return executor in OWN_PLACES or names_cluster(executor)
    return isinstance(executor, Executor | Cluster) or callable(getattr(executor, "submit", None))


def _name(executor: object) -> str:
    """Name a place without its address."""
    if isinstance(executor, Cluster) or names_cluster(executor):
        return DEFAULT_CLIENT
    return executor if isinstance(executor, str) else type(executor).__name__
