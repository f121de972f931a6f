"""A Dask cluster as a place for trials: found, checked, and let go of again.

Nothing of Dask is imported unless a person names a cluster. It has to run the same versions of the packages that make
models, since models that are made there are used here.
"""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from jupyter_metaml.evaluation.dask_trial import measure_on_worker, stop_on_worker
from jupyter_metaml.exceptions import MissingPackageError, SearchError, UsageError
from jupyter_metaml.wording import quoted

if TYPE_CHECKING:
    from distributed import Client

    from jupyter_metaml.search.settings import SearchSettings

MIB = 2**20
CONNECT_S = 10.0
FAREWELL_S = 2.0
# What makes models, and what carries them; a model of one release need not work in another one.
PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn", "lightgbm", "xgboost", "catboost")
DEFAULT_CLIENT = "dask"


class Cluster:
    """A Dask cluster that fits: it has workers, and their versions are ours.

    Parameters
    ----------
    client : distributed.Client
        Connected.
    is_ours : bool
        Whether it was made here and is closed with `close`; a client that a person gave stays open.

    Raises
    ------
    UsageError
        If the client is closed or asynchronous.
    SearchError
        If there are no workers, or some of them have other versions.
    """

    def __init__(self, client: Client, *, is_ours: bool) -> None:
        self.client = client
        self._is_ours = is_ours
        self._farewells: list[threading.Thread] = []
        self._imports: list[Any] = []  # futures of Dask
        if client.asynchronous:
            message = (
                "The Dask client is asynchronous, and a search cannot await. Make one with distributed.Client(...)."
            )
            raise UsageError(message)
        if not self.is_connected:
            message = f"The Dask client is not connected (its status is {client.status!r}). Make a new one."
            raise UsageError(message)
        self.threads = self.ask_threads()
        if not self.threads:
            message = (
                "The Dask cluster has no workers. Start some, for example with cluster.scale(2), and wait for them: "
                "client.wait_for_workers(1)."
            )
            raise SearchError(message)
        self.memory_mib = self._checked()

    @property
    def is_connected(self) -> bool:
        """Whether the scheduler can be reached, as far as the client knows."""
        return bool(self.client.status == "running")

    @property
    def n_threads(self) -> int:
        """Trials that could run at the same time when it was reached."""
        return sum(self.threads.values())

    def ask_threads(self) -> dict[str, int]:
        """Ask the scheduler for the workers that there are now, by address, and the number of their threads.

        Raises
        ------
        OSError
            If it does not answer.
        """
        return dict(self.client.nthreads())

    def warm_up(self) -> None:
        """Let the workers import what trials need, while the table is looked at; does so once."""
        if not self._imports:
            name = measure_on_worker.__module__
            self._imports = [
                self.client.submit(import_module, name, pure=False, workers=[place]) for place in self.threads
            ]

    def stop(self, token: str) -> None:
        """End the running trials of a search on all workers, in the background: a lost worker would not answer."""
        if not self.is_connected:
            return
        farewell = threading.Thread(
            target=self.client.run, args=(stop_on_worker, token), kwargs={"on_error": "ignore"}, daemon=True
        )
        farewell.start()
        self._farewells.append(farewell)

    def close(self) -> None:
        """Let go of the cluster; it runs on."""
        for farewell in self._farewells:
            farewell.join(FAREWELL_S)
        if self._is_ours:
            self.client.close(timeout=FAREWELL_S)

    def _checked(self) -> float | None:
        """Compare versions, and return the memory of the smallest worker in MiB; None where there is no limit."""
        here, _ = _describe_by_value()(PACKAGES)
        answers = self.client.run(_describe_by_value(), PACKAGES, on_error="ignore")
        unfit = {address: differ for address, (there, _) in answers.items() if (differ := _differing(here, there))}
        if unfit:
            address, differing = next(iter(unfit.items()))
            others = f" ({len(unfit)} of {len(answers)} workers do not fit)" if len(unfit) > 1 else ""
            message = (
                f"The Dask worker {address} cannot make models for this process: {', '.join(differing)}{others}. "
                "Install the same versions on both sides."
            )
            raise SearchError(message)
        limits = [limit for _, limit in answers.values() if limit]
        return min(limits) / MIB if limits else None


@contextmanager
def connected(settings: SearchSettings) -> Iterator[SearchSettings]:
    """Reach the cluster that settings name, for as long as the block runs.

    Parameters
    ----------
    settings : SearchSettings
        With a Dask client, the address of a scheduler, or "dask" for the client of this process; others pass unchanged.

    Yields
    ------
    SearchSettings
        With a `Cluster`, and as many trials at a time as it has threads, unless a person chose a number.

    Raises
    ------
    MissingPackageError
        If a cluster is named and Dask is not installed.
    UsageError
        If there is no client, or it cannot be used.
    SearchError
        If the scheduler does not answer, has no workers, or they do not fit.

    Examples
    --------
    >>> from jupyter_metaml.search import SearchSettings, connected
    >>> with connected(SearchSettings(executor="inline")) as settings:
    ...     settings.executor  # no cluster is named
    'inline'
    """
    if not names_cluster(settings.executor):
        yield settings
        return
    cluster = _reached(settings.executor)
    try:
        n_jobs = cluster.n_threads if settings.takes_all else settings.n_jobs
        yield dataclasses.replace(settings, executor=cluster, n_jobs=n_jobs)
    finally:
        cluster.close()


def names_cluster(executor: object) -> bool:
    """Tell whether an executor is a Dask client, the address of a scheduler, or "dask"; loads nothing."""
    if isinstance(executor, str):
        return executor == DEFAULT_CLIENT or "://" in executor
    distributed = sys.modules.get("distributed")
    return distributed is not None and isinstance(executor, distributed.Client)


def _reached(executor: object) -> Cluster:
    if find_spec("distributed") is None:
        raise MissingPackageError.for_extra(package="distributed", extra="dask")
    from distributed import Client, default_client

    if not isinstance(executor, str):
        return Cluster(executor, is_ours=False)  # type: ignore[arg-type]  # `names_cluster` has looked at it
    if executor == DEFAULT_CLIENT:
        try:
            return Cluster(default_client(), is_ours=False)
        except ValueError as error:
            message = (
                "executor='dask' means the Dask client of this process, and there is none. Make one first: "
                "client = distributed.Client(...), or give the address of a scheduler, such as 'tcp://host:8786'."
            )
            raise UsageError(message) from error
    try:
        client = Client(executor, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"No Dask scheduler answers at {quoted(executor)}. Check the address, and that it runs."
        raise SearchError(message) from error
    try:
        return Cluster(client, is_ours=True)
    except BaseException:
        client.close(timeout=FAREWELL_S)
        raise


def _differing(here: Mapping[str, str | None], there: Mapping[str, str | None]) -> list[str]:
    """Name what a worker lacks, or has in another release; what only the worker has does not matter."""
    return [
        f"{name} {version} here and {there.get(name) or 'none'} there"
        for name, version in here.items()
        if version is not None and there.get(name) != version
    ]


def _describe_by_value() -> Callable[..., tuple[dict[str, str | None], int | None]]:
    """Return a function that travels as code: a worker without this package has to be able to say so."""

    def describe(packages: tuple[str, ...], dask_worker: Any = None) -> tuple[dict[str, str | None], int | None]:
        import platform
        from importlib import import_module, metadata

        found: dict[str, str | None] = {"python": ".".join(platform.python_version_tuple()[:2])}
        try:
            found["jupyter_metaml"] = str(import_module("jupyter_metaml").__version__)
        except ImportError:
            found["jupyter_metaml"] = None
        for package in packages:
            try:
                found[package] = ".".join(metadata.version(package).split(".")[:2])
            except metadata.PackageNotFoundError:
                found[package] = None
        limit = None if dask_worker is None else dask_worker.memory_manager.memory_limit
        return found, limit

    return describe
