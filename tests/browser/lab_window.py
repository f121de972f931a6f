"""JupyterLab in one page of a browser, and the notebooks in it, as tests drive them.

A page is shared by all tests of a module: a new one takes seconds. Notebooks are opened and closed by commands, never
by clicks, so that no dialog can stay behind and block the tests that follow.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
from lab_server import LabServer

Json = dict[str, Any]
SLOW_MS = 60_000
# Kernels under test share two cores with whatever else runs.
_FIND = "[...jupyterapp.shell.widgets('main')].find((widget) => widget.context?.path === path)"
_KERNEL = f"{_FIND}?.sessionContext.session?.kernel"


@dataclass
class LabWindow:
    """JupyterLab in a page.

    Parameters
    ----------
    page : Page
        Of Playwright.
    server : LabServer
        What the page shows.
    complaints : list of str
        Errors of the console and of the page.
    foreign : list of str
        Addresses outside this machine that were asked for.
    """

    page: Any
    server: LabServer
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    n_opened: int = 0

    def start(self) -> None:
        """Load JupyterLab and begin to listen."""
        self.page.set_default_timeout(SLOW_MS)
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._hear(request.url))
        self.page.on("websocket", lambda socket: self._hear(socket.url))
        self.load()

    def _hear(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != "127.0.0.1":
            self.foreign.append(address)

    def load(self) -> None:
        """Load the page anew, with nothing open; kernels go on."""
        self.page.goto(f"{self.server.url}/lab?reset")
        self.page.wait_for_function("window.jupyterapp !== undefined")
        self.page.evaluate("async () => { await jupyterapp.restored; }")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    @property
    def shell(self) -> Any:
        """The element with all of JupyterLab; the page's body has no size of its own."""
        return self.page.locator("#main")

    def command(self, name: str, **arguments: Any) -> None:
        """Run a command of JupyterLab and wait for it."""
        run = "async ([name, given]) => { await jupyterapp.commands.execute(name, given); }"
        self.page.evaluate(run, [name, arguments])

    def theme(self, name: str) -> None:
        """Switch to the theme "light" or "dark"."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name.title()}")
        self.page.wait_for_selector(f"body[data-jp-theme-light='{json.dumps(name == 'light')}']", state="attached")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def open(self, cells: Sequence[str]) -> LabNotebook:
        """Open a new notebook with these code cells, its kernel ready; nothing is run."""
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        return self.open_made(made)

    def open_made(self, made: Any) -> LabNotebook:
        """Open a notebook that exists; one that was never saved here is not trusted."""
        made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        self.n_opened += 1
        path = f"notebook_{self.n_opened}.ipynb"
        nbformat.write(made, self.server.notebooks / path)
        notebook = LabNotebook(window=self, path=path)
        notebook.show()
        return notebook


@dataclass
class LabNotebook:
    """A notebook in JupyterLab; cells are numbered from 0.

    Parameters
    ----------
    window : LabWindow
        Where it is shown.
    path : str
        Its file, in the folder of the server.
    """

    window: LabWindow
    path: str

    @property
    def file(self) -> Path:
        """The file on the disk."""
        return self.window.server.notebooks / self.path

    def ask(self, script: str, *given: Any) -> Any:
        """Evaluate the body of an asynchronous function that knows `panel`, `kernel` and `given`."""
        head = f"const [path, ...given] = all; const panel = {_FIND}; const kernel = {_KERNEL};"
        return self.window.page.evaluate(f"async (all) => {{ {head} {script} }}", [self.path, *given])

    def wait(self, condition: str, *given: Any) -> None:
        """Wait until an expression that knows `panel`, `kernel` and `given` is true."""
        head = f"const [path, ...given] = all; const panel = {_FIND}; const kernel = {_KERNEL};"
        self.window.page.wait_for_function(f"(all) => {{ {head} return {condition}; }}", arg=[self.path, *given])

    def show(self) -> None:
        """Open it (again), and wait for its kernel to be ready."""
        self.window.command("docmanager:open", path=self.path, factory="Notebook")
        self.wait("panel?.isVisible && panel.context.isReady && kernel?.status === 'idle'")
        self.ask("await panel.revealed;")

    def start(self, cell: int) -> None:
        """Begin to run a cell; `finish` waits for its end."""
        script = """
        panel.content.activeCellIndex = given[0];
        panel.content.deselectAll();
        panel.mmlRunning = true;
        jupyterapp.shell.activateById(panel.id);
        jupyterapp.commands.execute("notebook:run-cell").finally(() => { panel.mmlRunning = false; });
        """
        self.ask(script, cell)

    def finish(self) -> None:
        """Wait until the cell that was started has ended."""
        self.wait("panel.mmlRunning === false && kernel?.status === 'idle'")

    def run(self, *cells: int) -> None:
        """Run cells, one after the other."""
        for cell in cells:
            self.start(cell)
            self.finish()

    def rest(self) -> None:
        """Interrupt what a test has left running."""
        if self.ask("return kernel?.status !== 'idle';"):
            self.ask("await kernel.interrupt();")
            self.wait("kernel?.status === 'idle'")

    def outputs(self, cell: int) -> list[Json]:
        """Return what the model of a cell holds, as it would be saved."""
        return self.ask("return panel.content.widgets[given[0]].model.outputs.toJSON();", cell)

    def output(self, cell: int) -> Any:
        """Return the element with the outputs of a cell."""
        return (
            self.window.page.locator(f"[id='{self.ask('return panel.id;')}'] .jp-Cell")
            .nth(cell)
            .locator(".jp-Cell-outputWrapper")
        )

    def evaluate(self, expression: str) -> str:
        """Let the kernel evaluate an expression, in its turn, and return its `repr`, or what went wrong."""
        script = """
        const about = { code: "", silent: true, store_history: false, user_expressions: { value: given[0] } };
        const reply = await kernel.requestExecute(about).done;
        const { data, ename, evalue } = reply.content.user_expressions.value;
        return data === undefined ? `${ename}: ${evalue}` : data["text/plain"];
        """
        return str(self.ask(script, expression))

    def execute(self, code: str) -> str:
        """Let the kernel run code that leaves no output, in its turn; return "ok" or what went wrong."""
        script = """
        const about = { code: given[0], store_history: false, stop_on_error: false };
        const { status, ename, evalue } = (await kernel.requestExecute(about).done).content;
        return status === "ok" ? status : `${ename}: ${evalue}`;
        """
        return str(self.ask(script, code))

    def save(self) -> None:
        """Save it, which also makes its outputs trusted."""
        self.ask("await panel.context.save();")

    def restart(self) -> None:
        """Restart its kernel, without a dialog."""
        self.ask("await kernel.restart();")
        self.wait("kernel?.status === 'idle'")

    def close(self) -> None:
        """Close it without saving, its kernel shut down."""
        self.ask("await panel.sessionContext.shutdown(); panel.context.model.dirty = false; panel.dispose();")
