"""Load the magics into a shell, and take them out again."""

from __future__ import annotations

import warnings
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from traitlets import TraitError
from traitlets.config import Config

import jupyter_metaml
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.commands import COMMANDS
from jupyter_metaml.notebook.completion import MATCHER, make_matcher
from jupyter_metaml.notebook.config_traits import configured_values
from jupyter_metaml.notebook.lab import LabLink
from jupyter_metaml.notebook.magics import AutoMLMagics
from jupyter_metaml.notebook.run_output import show_runs, show_runs_plainly
from jupyter_metaml.notebook.session import Session

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_NAME = AutoMLMagics.__name__


def load_ipython_extension(shell: InteractiveShell | None) -> None:
    """Register magics, completion and settings; a second call changes nothing.

    Raises
    ------
    UsageError
        If there is no shell, or another version of the package was installed after this one was imported.

    Examples
    --------
    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> from jupyter_metaml.notebook import load_ipython_extension
    >>> shell = InteractiveShell()
    >>> load_ipython_extension(shell)
    >>> shell.find_cell_magic("automl") is not None
    True
    """
    if shell is None:
        message = "There is no IPython shell to load into. Type %load_ext jupyter_metaml in a notebook or in IPython."
        raise UsageError(message)
    _check_version()
    if _NAME in shell.magics_manager.registry:
        return
    session = Session()
    magics = _make_magics(shell, session)
    shell.register_magics(magics)
    shell.input_transformers_cleanup.append(fill_empty_body)
    show_runs(shell)
    matchers = getattr(shell.Completer, "custom_matchers", None)
    matcher = make_matcher(shell)
    if matchers is not None and matcher is not None:
        matchers.append(matcher)
    if getattr(shell, "kernel", None) is not None:
        magics.link = LabLink(session.active, shell.user_ns, runs_dir=lambda: configured_values(magics).get("runs_dir"))


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take everything out that `load_ipython_extension` has put in.

    Examples
    --------
    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> from jupyter_metaml.notebook import load_ipython_extension, unload_ipython_extension
    >>> shell = InteractiveShell()
    >>> load_ipython_extension(shell)
    >>> unload_ipython_extension(shell)
    >>> shell.find_cell_magic("automl") is None
    True
    """
    magics = shell.magics_manager.registry.pop(_NAME, None)
    if magics is None:
        return
    if magics.link is not None:
        magics.link.close()
    shell.configurables.remove(magics)
    show_runs_plainly(shell)
    for command in COMMANDS:
        for kind in ("line", "cell"):
            shell.magics_manager.magics[kind].pop(command.name, None)
    transformers = shell.input_transformers_cleanup
    transformers[:] = [entry for entry in transformers if entry is not fill_empty_body]
    matchers = getattr(shell.Completer, "custom_matchers", None)
    if matchers is not None:
        matchers[:] = [entry for entry in matchers if getattr(entry, "matcher_identifier", "") != MATCHER]


def fill_empty_body(lines: list[str]) -> list[str]:
    """Give a lone ``%%automl`` line an empty body; IPython refuses cell magics that have none at all."""
    if lines and lines[0].startswith("%%automl") and not any(line.strip() for line in lines[1:]):
        return [lines[0].rstrip("\n") + "\n", "\n"]
    return lines


def _make_magics(shell: InteractiveShell, session: Session) -> AutoMLMagics:
    """Make the magics with the settings of the shell, or without them when one is not usable."""
    try:
        return AutoMLMagics(shell, session)
    except TraitError as error:
        shell.configurables[:] = [entry for entry in shell.configurables if type(entry).__name__ != _NAME]
        warnings.warn(f"The settings of {_NAME} are left out: {error}", stacklevel=3)
        return AutoMLMagics(shell, session, config=Config())


def _check_version() -> None:
    try:
        installed = version("jupyter_metaml")
    except PackageNotFoundError:
        return
    if installed != jupyter_metaml.__version__:
        message = (
            f"jupyter_metaml {installed} is installed, and {jupyter_metaml.__version__} is loaded in this kernel."
            " Restart the kernel."
        )
        raise UsageError(message)
