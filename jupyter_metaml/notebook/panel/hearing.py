"""Hear the buttons of the panel while a cell keeps the kernel busy.

A kernel answers messages one after the other, so those of a widget wait until the cell has ended. What can be done
about it depends on ipykernel; it was read in and tried with these versions:

* From 7.4, the thread that receives all messages asks the comm where a message belongs. It is asked in our stead: the
  command is taken out there, and the message goes where the front end wanted it.
* 7.1 to 7.3 give a message to a thread of its own if the front end asks for that, as JupyterLab from 4.4 does.
* In 6, messages wait in a queue of the main thread; whoever runs there can look into it.

Nothing is taken away from the kernel: it handles every message in its turn, and a command that comes twice does
nothing the second time. Where none of this works, the panel says how to stop by hand.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ipykernel._version import version_info

from jupyter_metaml.notebook.panel.messages import custom_content

Hear = Callable[[Any], None]
# Not public: ipykernel 7.4 calls it with the data of a message and the name of a thread, and takes the name that it
# returns. Missing elsewhere.
_ROUTE = "_reply_subshell_for"


class Hearing:
    """Takes what the panel sends before its turn.

    Parameters
    ----------
    comm : object
        The comm of the widget.
    kernel : object or None
        The kernel of this process.
    hear : callable
        Called with the content of each custom message, perhaps in another thread, perhaps more than once.
    """

    def __init__(self, comm: Any, kernel: Any, hear: Hear) -> None:
        self._comm_id = getattr(comm, "comm_id", None)
        self._kernel = kernel
        self._hear = hear
        self._seen = -1
        self._is_routed = hasattr(comm, _ROUTE)
        if self._is_routed:
            setattr(comm, _ROUTE, self._route)
        self._has_queue = version_info[0] == 6 and hasattr(kernel, "msg_queue")

    @property
    def is_sure(self) -> bool:
        """Whether messages arrive while a cell runs, whatever the front end does."""
        return self._is_routed or self._has_queue

    def listen(self) -> None:
        """Look for messages that wait; called by whoever runs the search, a few times per second."""
        # A search in another thread does not keep the kernel from its messages, and must not touch its sockets.
        if not self._has_queue or threading.current_thread() is not threading.main_thread():
            return
        self._kernel.shell_stream.flush()  # from the socket to the queue
        for number, _, arguments in list(getattr(self._kernel.msg_queue, "_queue", ())):
            if number > self._seen:
                self._seen = number
                self._look_at(arguments)

    def _route(self, data: Any, default: str | None) -> str | None:
        self._hear(custom_content(data))
        return default

    def _look_at(self, arguments: tuple[Any, ...]) -> None:
        """Read a message without taking it off the queue; what is no message of our comm is passed over."""
        if len(arguments) != 1 or not isinstance(arguments[0], list):
            return
        session = self._kernel.session
        try:
            _, frames = session.feed_identities(arguments[0], copy=False)
            message = session.deserialize(frames, content=False, copy=False)
            if message["header"]["msg_type"] != "comm_msg":
                return
            content = session.unpack(message["content"])
        except (KeyError, TypeError, ValueError):
            return  # the kernel will complain about it in its turn
        if isinstance(content, dict) and content.get("comm_id") == self._comm_id:
            self._hear(custom_content(content.get("data")))
