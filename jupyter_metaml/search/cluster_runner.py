"""Trials as tasks of a Dask cluster.

::

    ClusterRunner --Outpost, once--> a worker --> other workers, and those that join later
        |--- measure_on_worker(Outpost, job) ---> the freest worker ---> Delivery ---> Trial
        +--- watch: threads of the cluster ---> n_slots, is_lost

When a worker dies, Dask runs its trials again on another one, a few times; a trial that never comes back gets a status
and a reason. The table is sent again when all workers that had it are gone.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.evaluation.dask_trial import measure_on_worker
from jupyter_metaml.evaluation.outcome import lost_trial
from jupyter_metaml.evaluation.outpost import Delivery, Outpost
from jupyter_metaml.exceptions import SearchError

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import DataHandle, TrialJob
    from jupyter_metaml.search.cluster import Cluster

LOOK_EVERY_S = 1.0
# A worker that is restarted is back within a few seconds; a cluster without any for so long is lost.
PATIENCE_S = 30.0
SEND_S = 5.0
# Dask keeps the table beside everything else that a worker does.
TABLE_SHARE = 0.5
_GONE = "its worker in the cluster was lost, or the cluster gave it up"
_POISON = "its worker in the cluster died, and so did those that tried it again; most likely they ran out of memory"
_NO_CLUSTER = "the cluster was lost"


class ClusterRunner:
    """Runs trials on the workers of a Dask cluster.

    Parameters
    ----------
    data : sequence of DataHandle
        The task with its own folds, then with those of each repeat.
    cluster : Cluster
        Checked.
    n_jobs : int
        The most trials at the same time.
    patience_s : float, default=30
        Seconds without any worker after which the cluster counts as lost.

    Raises
    ------
    SearchError
        If the table does not fit into the memory of the workers.
    """

    def __init__(
        self, data: Sequence[DataHandle], cluster: Cluster, n_jobs: int, *, patience_s: float = PATIENCE_S
    ) -> None:
        self._cluster = cluster
        self._n_jobs = n_jobs
        self._patience_s = patience_s
        self._token = secrets.token_hex(8)
        self._outpost = Outpost.of(self._token, data)
        _check_fits(self._outpost.mib, cluster.memory_mib)
        self._executor = cluster.client.get_executor(pure=False)
        self._sent: Any = None  # the outpost on the cluster, as a future of Dask
        self._there: dict[Future[Trial], Future[Delivery]] = {}
        self._places: dict[Future[Trial], str] = {}
        # models are written beside the loop of Dask, which has heartbeats to send
        self._desk = ThreadPoolExecutor(1, f"deliveries {self._token}")
        self._threads = cluster.threads
        self._over = threading.Event()
        self.is_lost = False
        threading.Thread(target=self._watch, name=f"watch {self._token}", daemon=True).start()

    @property
    def n_slots(self) -> int:
        """Trials at the same time: as many as the cluster has threads just now."""
        return min(self._n_jobs, sum(self._threads.values())) if self._cluster.is_connected else 0

    def submit(self, job: TrialJob, *, repeat: int = 0) -> Future[Trial]:
        """Hand the trial to the cluster."""
        trial: Future[Trial] = Future()
        handed = attempt(partial(self._handed_over, job, repeat), passing=(KeyboardInterrupt,))
        if handed.value is None:
            self._look_again()
            reason = f"it could not be handed to the cluster: {handed.error}"
            trial.set_result(lost_trial(job, TrialStatus.CRASHED, reason))
            return trial
        there, place = handed.value
        self._there[trial], self._places[trial] = there, place
        there.add_done_callback(lambda there: self._desk.submit(self._arrived, job, trial, there))
        return trial

    def abandon(self) -> None:
        """Cancel what waits, end what runs on the workers, and let them forget the table."""
        self._over.set()
        for there in list(self._there.values()):
            there.cancel()
        self._cluster.stop(self._token)
        self._sent = None

    def _handed_over(self, job: TrialJob, repeat: int) -> tuple[Future[Delivery], str]:
        place = self._freest()
        if self._sent is None or self._sent.status not in {"pending", "finished"}:
            self._sent = self._cluster.client.scatter(self._outpost, hash=False, broadcast=True, timeout=SEND_S)
        there: Future[Delivery] = self._executor.submit(
            measure_on_worker, self._sent, job, repeat, workers=[place], allow_other_workers=True
        )
        return there, place

    def _freest(self) -> str:
        """Choose a worker: left to itself, Dask lets trials wait for workers that have the table already."""
        busy, threads = Counter(self._places.values()), self._threads  # the watch replaces them meanwhile
        if not threads:
            message = "it has no workers just now"
            raise SearchError(message)
        return max(threads, key=lambda place: threads[place] - busy[place])

    def _arrived(self, job: TrialJob, trial: Future[Trial], there: Future[Delivery]) -> None:
        self._there.pop(trial, None)
        self._places.pop(trial, None)
        if there.cancelled():
            self._look_again()
        trial.set_result(_outcome(job, there))

    def _look_again(self) -> None:
        """Start nothing more until the watch has seen which workers are left, and then send the table again.

        Where the only worker that had it died while it was sent, Dask still calls it sent.
        """
        self._threads, self._sent = {}, None

    def _watch(self) -> None:
        """Keep an eye on the cluster, in a thread of its own: a scheduler that is lost does not answer soon."""
        seen = time.monotonic()
        while not self._over.wait(LOOK_EVERY_S):
            self._threads = attempt(self._cluster.ask_threads).value or {}
            if self._threads:
                seen = time.monotonic()
            elif time.monotonic() - seen > self._patience_s or self._cluster.client.status == "closed":
                self._give_up()
                return

    def _give_up(self) -> None:
        self.is_lost = True
        for there in list(self._there.values()):
            there.cancel()


def _outcome(job: TrialJob, there: Future[Delivery]) -> Trial:
    try:
        error = there.exception()
    except CancelledError:
        return lost_trial(job, TrialStatus.CRASHED, _GONE)
    if error is None:
        return there.result().keep(job.model_dir)
    # its message names the machines
    reason = _POISON if type(error).__name__ == "KilledWorker" else f"{type(error).__name__}: {error}"
    return lost_trial(job, TrialStatus.CRASHED, reason)


def _check_fits(table_mib: float, memory_mib: float | None) -> None:
    if memory_mib is not None and table_mib > TABLE_SHARE * memory_mib:
        message = (
            f"The table takes {table_mib:,.0f} MiB as numbers, more than half of the {memory_mib:,.0f} MiB that the "
            "smallest worker of the cluster may use. Give the workers more memory, or fewer rows or columns."
        )
        raise SearchError(message)
