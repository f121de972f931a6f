"""The comm between a kernel and the extension.

It has a fixed id, and nobody opens it: the kernel registers its end when the magics are loaded, and a front end with
the extension has its own end ready. So a page that is loaded again finds it in the list of comms of the kernel, a
front end without the extension passes its messages over, and a kernel without the magics is never sent any.

While a cell runs, requests wait for their turn. News of runs do not: they are sent from the thread of the search. The
store is read in a thread of its own, because the packages that it needs take seconds to import.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.lab.messages import Asked, AskedFrames, AskedRuns, read_id, read_request
from jupyter_metaml.notebook.lab.records import MAX_ACTIVE, Record, active_record, frame_records, stored_records

if TYPE_CHECKING:
    from jupyter_metaml.notebook.active_runs import ActiveRun, ActiveRuns

COMM_ID = TARGET = "jupyter_metaml"
# What both sides understand; a message that changes its meaning raises it.
PROTOCOL = 1


class LabLink:
    """Answers the extension, and tells it of changes, until it is closed.

    Parameters
    ----------
    active : ActiveRuns
        The runs of this kernel.
    user_ns : mutable mapping of str to object
        The variables of the notebook.
    runs_dir : callable
        Returns the folder of the stored runs, or None for the usual one.
    """

    def __init__(
        self, active: ActiveRuns, user_ns: MutableMapping[str, Any], runs_dir: Callable[[], Path | None]
    ) -> None:
        # Loaded by a kernel long ago, and of no use in a terminal.
        from comm import create_comm, get_comm_manager

        self._active = active
        self._user_ns = user_ns
        self._runs_dir = runs_dir
        self._comm = create_comm(target_name=TARGET, comm_id=COMM_ID, primary=False)
        get_comm_manager().register_comm(self._comm)
        self._comm.on_msg(self._on_message)
        self._unsubscribe = active.subscribe(self._tell)
        self._comm.send({"push": "ready", "protocol": PROTOCOL, "active": self._running()})

    def close(self) -> None:
        """End it; the front end is told."""
        from comm import get_comm_manager

        self._unsubscribe()
        self._comm.send({"push": "gone"})
        # As if the other side had closed it: a close of ours is an error to front ends that do not know the comm.
        manager: Any = get_comm_manager()
        manager.comm_close(None, "", {"content": {"comm_id": COMM_ID}})

    def _tell(self, run: ActiveRun) -> None:
        self._comm.send({"push": "run", "run": active_record(run)})

    def _on_message(self, message: dict[str, Any]) -> None:
        data = message["content"].get("data")
        request_id = read_id(data)
        if request_id is None:
            return
        try:
            asked = read_request(data)
        except UsageError as error:
            self._comm.send({"reply": "error", "message": str(error), "id": request_id})
            return
        if isinstance(asked, AskedRuns) and asked.stored:
            threading.Thread(target=self._reply, args=(asked,), name="jupyter_metaml: stored runs", daemon=True).start()
        else:
            self._reply(asked)

    def _reply(self, asked: Asked) -> None:
        try:
            answer = self._answer(asked)
        except OSError as error:
            answer = {"reply": "error", "message": f"The stored runs cannot be listed ({error.strerror})."}
        self._comm.send({**answer, "id": asked.id})

    def _answer(self, asked: Asked) -> Record:
        if isinstance(asked, AskedRuns):
            return {"reply": "runs", "stored": self._stored() if asked.stored else [], "active": self._running()}
        if isinstance(asked, AskedFrames):
            return {"reply": "frames", "frames": frame_records(self._user_ns)}
        return {"reply": "stop", "done": self._active.stop(asked.key, after_trial=asked.after_trial)}

    def _running(self) -> list[Record]:
        return [active_record(run) for run in self._active.all()[:MAX_ACTIVE]]

    def _stored(self) -> list[Record]:
        # The store is loaded when it is asked for: `%load_ext` must cost nothing.
        from jupyter_metaml.search import RunStore

        return stored_records(RunStore(self._runs_dir()).list())
