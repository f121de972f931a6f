"""Measure Stop: from the click in the side panel of JupyterLab to the interrupt of the kernel, and to the result.

``python tests/benchmarks/run_stop.py [--stops 10]``

A cell searches, the button is clicked by the browser, and all times are taken in the page: when the server has answered
the interrupt, when the run says that it searches no more, and when the cell has ended, its result built. Figures depend
on the machine and on what else it does; nothing here is asserted. The extension has to be built (``make lab``).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from lab_server import lab_server
from lab_window import LabNotebook, LabWindow

BUNDLE = Path(__file__).parents[2] / "jupyter_metaml" / "_labextension"
TABLE = """%load_ext jupyter_metaml
from sklearn.datasets import load_breast_cancer
df = load_breast_cancer(as_frame=True).frame"""
SEARCH = "%%automl df --target target --time 120 --jobs 1"
# Presses Stop for the run that goes on, and notes the seconds until each of three things has happened.
PRESS = """
const list = document.querySelector("#jupyter-metaml-runs");
const state = () => list.querySelector("[role=option] .jp-mml-state").textContent;
list.querySelector("[role=option]").click();
const button = [...list.querySelectorAll("button")].find((one) => one.textContent === "Stop");
performance.clearResourceTimings();
const began = performance.now();
const since = (moment) => (moment - began) / 1000;
const when = (is) => new Promise((resolve) => {
  const look = () => (is() ? resolve(since(performance.now())) : setTimeout(look, 5));
  look();
});
const isInterrupt = (entry) => entry.name.includes("/interrupt") && entry.responseEnd > 0;
button.click();
const [, searched, ended] = await Promise.all([
  when(() => performance.getEntriesByType("resource").some(isInterrupt)),
  when(() => state() !== "Searching"),
  when(() => panel.mmlRunning === false),
]);
const answered = since(performance.getEntriesByType("resource").find(isInterrupt).responseEnd);
return [answered, searched, ended];
"""


def stop_s(notebook: LabNotebook) -> list[float]:
    """Return the seconds from a click to the answer, to the end of the search, and to the end of the cell."""
    notebook.start(1)
    option = notebook.window.page.locator("#jupyter-metaml-runs [role=option]").first
    option.filter(has_text="Searching").filter(has_text="trials").wait_for()
    notebook.window.page.wait_for_timeout(2000)  # in the middle of a fit, as a person would
    seconds = notebook.ask(PRESS)
    notebook.finish()
    return [float(one) for one in seconds]


def main() -> None:
    """Run all stops and print a line for each thing that was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stops", type=int, default=10)
    stops = parser.parse_args().stops
    folder = Path(tempfile.mkdtemp(prefix="metaml-stop-"))
    (folder / "extensions").mkdir()
    (folder / "extensions" / "jupyter-metaml").symlink_to(BUNDLE)
    try:
        with lab_server(folder, extensions=folder / "extensions") as server, sync_playwright() as playwright:
            path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))))
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            window = LabWindow(page=browser.new_page(), server=server)
            window.start()
            notebook = window.open([TABLE, SEARCH])
            window.command("jupyter-metaml:show-runs")
            notebook.run(0)
            measured = [stop_s(notebook) for _ in range(stops)]
            notebook.close()
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    names = ("interrupt answered", "search ended", "cell ended")
    for name, seconds in zip(names, zip(*measured, strict=True), strict=True):
        tail = sorted(seconds)[max(0, -(-len(seconds) * 95 // 100) - 1)]
        print(f"{name:<20} median {statistics.median(seconds):.2f} s   95 % {tail:.2f} s   promised 0.5 s")


if __name__ == "__main__":
    main()
