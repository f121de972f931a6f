"""What the front end may ask of the kernel: one of three requests, and nothing else.

======  ===============================  =================================================
asked   further fields                   answered with
======  ===============================  =================================================
runs    ``stored``                       runs of this kernel, and of the store if `stored`
frames  none                             tables of the notebook, with columns
stop    ``key``, ``after_trial``         whether there was such a run to stop
======  ===============================  =================================================

Any script of the page can send messages, so whatever is not exactly one of these is refused, and nothing that came is
evaluated, looked up as an attribute, or sent back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jupyter_metaml.exceptions import UsageError

# What names a request or a run: made by us, on this side or the other.
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRuns:
    """Which runs there are.

    Parameters
    ----------
    id : str
        Comes back with the answer.
    stored : bool
        Whether those of the store are wanted, too; the first time that takes a while.
    """

    id: str
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFrames:
    """Which tables there are."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStop:
    """That a run of this kernel ends.

    Parameters
    ----------
    id : str
        Comes back with the answer.
    key : str
        Names the run in this kernel.
    after_trial : bool
        Whether the trials that run now may finish.
    """

    id: str
    key: str
    after_trial: bool


Asked = AskedRuns | AskedFrames | AskedStop


def read_id(data: Any) -> str | None:
    """Return what an answer has to carry; None if nobody waits for one."""
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) and _NAME.fullmatch(found) else None


def read_request(data: Any) -> Asked:
    """Read a message that has an id.

    Raises
    ------
    UsageError
        If it is no request; the message says what can be asked, and repeats nothing of what came.
    """
    request_id = read_id(data)
    match data:
        case {"id": _, "request": "runs", "stored": bool(stored), **rest} if request_id and not rest:
            return AskedRuns(id=request_id, stored=stored)
        case {"id": _, "request": "frames", **rest} if request_id and not rest:
            return AskedFrames(id=request_id)
        case {"id": _, "request": "stop", "key": str(key), "after_trial": bool(after_trial), **rest} if (
            request_id and not rest and _NAME.fullmatch(key)
        ):
            return AskedStop(id=request_id, key=key, after_trial=after_trial)
    message = "This is no request. Ask for runs with stored, for frames, or for stop with key and after_trial."
    raise UsageError(message)
