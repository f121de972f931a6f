"""Run somebody else's code and take whatever it raises as a value.

The code of candidates, user metrics and plugins may raise anything, and so may pickling what belongs to them. It ends
up in a Trial or in a future. This is the one place of the package that catches without asking what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Generic[T]):
    """What came of it: `value` where `error` is None."""

    value: T | None = None
    error: BaseException | None = None


def attempt(work: Callable[[], T], *, passing: tuple[type[BaseException], ...] = ()) -> Attempt[T]:
    """Call a function and return its value or what it raised.

    Parameters
    ----------
    work : callable without arguments
        Not ours to trust.
    passing : tuple of exception types, default=()
        Let through; KeyboardInterrupt belongs in here wherever a person can interrupt.
    """
    try:
        return Attempt(value=work())
    except passing:
        raise
    except BaseException as error:  # noqa: BLE001 - the place described above
        return Attempt(error=error)
