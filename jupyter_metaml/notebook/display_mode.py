"""How results are displayed here, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.wording import listed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

Mode = Literal["panel", "live", "static", "text", "none"]
VARIABLE = "JUPYTER_METAML_DISPLAY"
CHOICES = ("auto", "html", "text", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Where the shell runs.

    Parameters
    ----------
    has_kernel : bool
        Whether it is the shell of a Jupyter kernel, and not plain IPython.
    has_reader : bool
        Whether somebody sits before it, as far as can be told.
    """

    has_kernel: bool
    has_reader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayMode:
    """What is shown, and why.

    Parameters
    ----------
    mode : {"panel", "live", "static", "text", "none"}
        A widget that settles to HTML; HTML that is updated; HTML once at the end; lines of text; nothing.
    reason : str
        Why, for `%automl_doctor`.
    """

    mode: Mode
    reason: str


def host_of(shell: InteractiveShell) -> Host:
    """Find out where a shell runs."""
    kernel: Any = getattr(shell, "kernel", None)
    if kernel is None:
        return Host(has_kernel=False, has_reader=True)
    # nbclient and papermill forbid input, front ends with a person allow it; the attribute is not public, so a kernel
    # without it counts as attended.
    return Host(has_kernel=True, has_reader=bool(getattr(kernel, "_allow_stdin", True)))


def choose_display(asked: str, environ: Mapping[str, str], host: Host) -> DisplayMode:
    """Decide what to show: what was asked for in the notebook, else the environment variable, else what the host can.

    Raises
    ------
    UsageError
        If the environment variable holds no known word.
    """
    source = "asked for in this notebook"
    if asked == "auto":
        asked = environ.get(VARIABLE, "").strip().lower() or "auto"
        source = f"environment variable {VARIABLE}"
    if asked not in CHOICES:
        message = f"{VARIABLE}={asked!r} is not usable. Set it to one of {listed(CHOICES)}."
        raise UsageError(message)
    if asked == "none":
        return DisplayMode(mode="none", reason=source)
    if asked == "text":
        return DisplayMode(mode="text", reason=source)
    if not host.has_kernel:
        if asked == "html":
            return DisplayMode(mode="static", reason=source)
        return DisplayMode(mode="text", reason="plain IPython shows text")
    if not host.has_reader:
        return DisplayMode(mode="static", reason="nobody watches (nbclient, papermill): one output at the end")
    if asked == "html":
        return DisplayMode(mode="live", reason=source)
    return DisplayMode(mode="panel", reason="a notebook with a front end")
