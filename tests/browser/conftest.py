"""A browser, and bare pages with the panel or an output in it.

Any Chromium does: Debian's is found by itself, another one is named by JUPYTER_METAML_BROWSER. Where there is none the
tests are skipped, unless JUPYTER_METAML_BROWSER_TESTS=required. With JUPYTER_METAML_SCREENSHOTS=folder every scene is
kept as a picture.

The plugin pytest-playwright is not used: its browser lives as long as the session, and with it an event loop that the
tests of kernels would find running.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from lab_server import LabServer
from lab_window import LabNotebook, LabWindow
from playwright.sync_api import sync_playwright

from jupyter_metaml.notebook.panel.widget import Panel

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ADDRESS = "http://panel.test/"
# What the page offers in place of Jupyter: a model with the traits, and what was sent to the kernel.
PANEL_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>panel</title><style>%(css)s</style>
<style>body{margin:0;padding:12px;background:%(back)s}</style></head>
<body class="%(theme)s" %(attributes)s><main id="place"></main>
<script type="module">
import panel from "/panel.js";
const handlers = {};
const model = window.model = {
  sent: [],
  state: JSON.parse(%(state)s),
  get: (name) => model.state[name],
  on: (event, act) => (handlers[event] ??= new Set()).add(act),
  off: (event, act) => handlers[event]?.delete(act),
  send: (message) => model.sent.push(message),
  set(traits) {
    Object.assign(model.state, traits);
    for (const name of Object.keys(traits)) for (const act of handlers[`change:${name}`] ?? []) act();
  },
  count: () => Object.values(handlers).reduce((sum, acts) => sum + acts.size, 0),
};
window.close_panel = await panel.render({ model, el: document.getElementById("place") });
window.ready = true;
</script></body></html>"""
OUTPUT_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>output</title>
<style>body{margin:0;padding:12px;background:%(back)s}</style></head>
<body class="%(theme)s" %(attributes)s><main>%(html)s</main></body></html>"""
# Backgrounds of the hosts: the system's scheme alone, and both themes of JupyterLab.
THEMES = {
    "light": {"scheme": "light", "back": "#ffffff", "theme": "", "attributes": ""},
    "dark": {"scheme": "dark", "back": "#111418", "theme": "", "attributes": ""},
    "lab-dark": {"scheme": "light", "back": "#111111", "theme": "", "attributes": 'data-jp-theme-light="false"'},
}


@pytest.fixture(scope="module")  # while it runs, no test of this process could start an event loop
def browser() -> Iterator[Any]:
    """Start a browser."""
    named = os.environ.get("JUPYTER_METAML_BROWSER", "")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing = f"there is no browser {named!r}" if named else "no Chromium; name one in JUPYTER_METAML_BROWSER"
        if os.environ.get("JUPYTER_METAML_BROWSER_TESTS") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@dataclass
class Shown:
    """A page with a panel.

    Parameters
    ----------
    page : Page
        Of Playwright.
    requests : list of str
        Addresses that were asked for, apart from the page and the module.
    complaints : list of str
        What the browser has said in its console, and errors of the page.
    """

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """Return what axe finds against WCAG 2.2 AA and its own best practices."""
        self.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run('.mml')")["violations"]
        return [f"{entry['id']}: {[node['html'][:200] for node in entry['nodes']]}" for entry in found]

    @property
    def root(self) -> Any:
        """The element of the panel."""
        return self.page.locator(".mml-panel")

    @property
    def sent(self) -> list[Any]:
        """What the panel has sent to the kernel."""
        return self.page.evaluate("model.sent")

    def set(self, **traits: Any) -> None:
        """Let the kernel set traits."""
        self.page.evaluate("(traits) => model.set(traits)", traits)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Shown]]:
    """Return a function that opens a page of its own; all but the page and its files is refused and kept."""
    contexts = []

    def opened(
        html: str, files: Mapping[str, str], *, theme: str, width: int = 860, has_clock: bool = False, **context: Any
    ) -> Shown:
        size = {"width": width, "height": 900}
        scheme = THEMES[theme]["scheme"]
        made = browser.new_context(viewport=size, color_scheme=scheme, service_workers="block", **context)
        contexts.append(made)
        shown = Shown(page=made.new_page())
        bodies = {ADDRESS: ("text/html", html), **{ADDRESS + name: ("text/javascript", files[name]) for name in files}}

        def answer(route: Any) -> None:
            kind, body = bodies.get(route.request.url, ("", ""))
            if kind:
                route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")
            else:
                shown.requests.append(route.request.url)
                route.abort()

        made.route("**/*", answer)
        shown.page.on("console", lambda message: shown.complaints.append(message.text))
        shown.page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        if has_clock:
            shown.page.clock.install()
        shown.page.goto(ADDRESS)
        return shown

    yield opened
    for made in contexts:
        made.close()


@pytest.fixture
def show(open_page: Callable[..., Shown]) -> Callable[..., Shown]:
    """Return a function that shows traits in a panel."""

    def opened(traits: Mapping[str, Any], theme: str = "light", **options: Any) -> Shown:
        state = json.dumps(json.dumps(traits)).replace("<", "\\u003c")
        html = PANEL_PAGE % {"css": Panel._css, "state": state, **THEMES[theme]}
        shown = open_page(html, {"panel.js": str(Panel._esm)}, theme=theme, **options)
        shown.page.wait_for_function("window.ready === true")
        return shown

    return opened


@pytest.fixture
def show_output(open_page: Callable[..., Shown]) -> Callable[..., Shown]:
    """Return a function that shows a piece of HTML as a notebook does."""

    def opened(html: str, theme: str = "light", **options: Any) -> Shown:
        return open_page(OUTPUT_PAGE % {"html": html, **THEMES[theme]}, {}, theme=theme, **options)

    return opened


@pytest.fixture(scope="session")
def keep_picture() -> Callable[[Any, str], None]:
    """Return what keeps a picture of an element where the environment names a folder."""
    folder = os.environ.get("JUPYTER_METAML_SCREENSHOTS")

    def keep(locator: Any, name: str) -> None:
        if folder:
            locator.screenshot(path=Path(folder) / f"{name}.png")

    return keep


@pytest.fixture(scope="module")
def lab(browser: Any, server: LabServer) -> Iterator[LabWindow]:
    """Show JupyterLab in a page; each folder of tests has a server of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    window = LabWindow(page=context.new_page(), server=server)
    window.start()
    yield window
    context.close()


@pytest.fixture
def open_notebook(lab: LabWindow) -> Iterator[Callable[[Sequence[str]], LabNotebook]]:
    """Return a function that opens a notebook; at the end all are closed, and the theme is the light one."""
    opened: list[LabNotebook] = []

    def made(cells: Sequence[str]) -> LabNotebook:
        opened.append(lab.open(cells))
        return opened[-1]

    yield made
    for notebook in opened:
        notebook.close()
    lab.theme("light")
