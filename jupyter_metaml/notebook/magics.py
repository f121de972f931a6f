"""The magics: each parses, calls and shows.

What they call is imported when they are called: ``%load_ext`` must cost nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, needs_local_scope, no_var_expand

from jupyter_metaml.notebook import commands
from jupyter_metaml.notebook.asking import Asked, ask, ask_to_fit
from jupyter_metaml.notebook.commands import COMMANDS, Command
from jupyter_metaml.notebook.config_traits import configurable, configured_values
from jupyter_metaml.notebook.display_mode import DisplayMode, choose_display, host_of
from jupyter_metaml.notebook.errors import AutoMLError, one_line_errors
from jupyter_metaml.notebook.names import plan_names
from jupyter_metaml.notebook.options import options_of
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.requests import read_request
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.usage import help_text, short_usage

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_metaml.automl import Run
    from jupyter_metaml.notebook.background_run import BackgroundRun
    from jupyter_metaml.notebook.session import Session

Function = TypeVar("Function", bound=Callable[..., Any])
Names = Mapping[str, Any] | None
Found: TypeAlias = "Run | BackgroundRun | None"
NOT_WATCHED_NOTE = "Nobody watches here (nbclient, papermill), so --background was passed over."
_DEBUG_FLAGS = frozenset({"--debug", "--traceback"})


def documented(command: Command) -> Callable[[Function], Function]:
    """Give a magic the help of its command, which ``%automl?`` shows."""

    def decorate(function: Function) -> Function:
        function.__doc__ = help_text(command)
        return function

    return decorate


@configurable(entry for command in COMMANDS for entry in options_of(command.request))
@magics_class
class AutoMLMagics(Magics):
    """The magics of this package, and the settings of ``%config AutoMLMagics``.

    Parameters
    ----------
    shell : InteractiveShell
        Where names live and results are shown.
    session : Session
        What the kernel keeps between cells.
    **kwargs
        For `Configurable`, such as ``config``.
    """

    def __init__(self, shell: InteractiveShell, session: Session, **kwargs: Any) -> None:
        super().__init__(shell, **kwargs)
        self._shell = shell
        self._session = session

    @no_var_expand
    @needs_local_scope
    @line_cell_magic
    @documented(commands.AUTOML)
    def automl(self, line: str, cell: str | None = None, local_ns: Names = None) -> Found:
        """Search; the line magic returns the run."""

        def call(request: Any, scope: Scope, area: OutputArea) -> Found:
            asked = ask_to_fit(request, scope)
            if request.plan:
                _suggest(request, asked, scope, area)
                return None
            return self._fit(request, asked, scope, area)

        run: Found = self._run(commands.AUTOML, call, line, cell, local_ns)
        # What a cell magic returns would be printed below its output.
        return run if cell is None else None

    @no_var_expand
    @needs_local_scope
    @line_magic
    @documented(commands.PROFILE)
    def automl_profile(self, line: str, local_ns: Names = None) -> None:
        """Show what is in a table."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            asked = ask(request, scope)
            from jupyter_metaml.notebook.table_cells import run_profile

            run_profile(asked, area)

        self._run(commands.PROFILE, call, line, None, local_ns)

    @no_var_expand
    @needs_local_scope
    @line_magic
    @documented(commands.SUGGEST)
    def automl_suggest(self, line: str, local_ns: Names = None) -> None:
        """Show what would be tried first."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            _suggest(request, ask_to_fit(request, scope), scope, area)

        self._run(commands.SUGGEST, call, line, None, local_ns)

    @no_var_expand
    @line_magic
    @documented(commands.RUNS)
    def automl_runs(self, line: str) -> None:
        """List the stored runs."""

        def call(request: Any, _scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.run_cells import run_runs

            run_runs(request, self._session, area)

        self._run(commands.RUNS, call, line)

    @no_var_expand
    @needs_local_scope
    @line_magic
    @documented(commands.SHOW)
    def automl_show(self, line: str, local_ns: Names = None) -> None:
        """Show a report again."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.run_cells import run_show

            run_show(request, self._session, scope, area)

        self._run(commands.SHOW, call, line, None, local_ns)

    @no_var_expand
    @needs_local_scope
    @line_magic
    @documented(commands.STOP)
    def automl_stop(self, line: str, local_ns: Names = None) -> None:
        """End a background run."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.background_cells import run_stop

            run_stop(request, self._session, scope, area)

        self._run(commands.STOP, call, line, None, local_ns)

    @no_var_expand
    @needs_local_scope
    @line_magic
    @documented(commands.WAIT)
    def automl_wait(self, line: str, local_ns: Names = None) -> None:
        """Wait for background runs."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.background_cells import run_wait

            run_wait(request, self._session, scope, area)

        self._run(commands.WAIT, call, line, None, local_ns)

    @no_var_expand
    @line_magic
    @documented(commands.LOAD)
    def automl_load(self, line: str) -> None:
        """Bind the pipeline of a stored run."""

        def call(request: Any, scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.run_cells import run_load

            run_load(request, self._session, scope, area)

        self._run(commands.LOAD, call, line)

    @no_var_expand
    @line_magic
    @documented(commands.DOCTOR)
    def automl_doctor(self, line: str) -> None:
        """Show versions, cores, memory and display."""

        def call(request: Any, _scope: Scope, area: OutputArea) -> None:
            from jupyter_metaml.notebook.doctor import run_doctor

            run_doctor(request, self._display(request.display), area)

        self._run(commands.DOCTOR, call, line)

    def _fit(self, request: Any, asked: Asked, scope: Scope, area: OutputArea) -> Found:
        """Search here, or in the background where somebody is there to go on meanwhile."""
        names = plan_names(
            {"model": request.into, "run": request.run},
            scope.user_ns,
            is_ours=self._session.is_ours,
            promised=self._session.promised,
            force=request.force,
        )
        is_watched = host_of(self._shell).has_reader
        if request.background and not is_watched:
            names = replace(names, notes=(*names.notes, NOT_WATCHED_NOTE))
        from jupyter_metaml.notebook.fit_cell import run_fit, start_fit
        from jupyter_metaml.notebook.search_job import FitCell

        cell = FitCell(request=request, asked=asked, names=names, session=self._session, scope=scope, area=area)
        return start_fit(cell) if request.background and is_watched else run_fit(cell)

    def _run(
        self,
        command: Command,
        call: Callable[[Any, Scope, OutputArea], Any],
        line: str,
        cell: str | None = None,
        local_ns: Names = None,
    ) -> Any:
        """Parse, call, and let expected errors be one line."""
        scope = Scope.of(self._shell.user_ns, local_ns)
        configured = configured_values(self)
        debug = configured.get("debug") is True or bool(_DEBUG_FLAGS.intersection(line.split()))
        with one_line_errors(debug=debug):
            if command.needs_data and not line.strip() and not (cell or "").strip():
                raise AutoMLError(short_usage(command))
            request = read_request(command.request, line, cell, scope, configured)
        if request is None:
            OutputArea("text").settle({"text/plain": help_text(command)})
            return None
        with one_line_errors(debug=debug or request.debug):
            mode = self._display(request.display).mode
            return call(request, scope, OutputArea(mode, is_quiet=getattr(request, "quiet", False)))

    def _display(self, asked: str) -> DisplayMode:
        return choose_display(asked, os.environ, host_of(self._shell))


def _suggest(request: Any, asked: Asked, scope: Scope, area: OutputArea) -> None:
    from jupyter_metaml.notebook.table_cells import run_suggest

    run_suggest(request, asked, scope, area)
