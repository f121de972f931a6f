"""Measure what the panel costs: seconds to its first paint, and processor time of showing a search.

``python tests/benchmarks/run_notebook.py [--paints 5] [--seconds 30]``

The first paint is measured in JupyterLab in a headless Chromium, from the start of a cell in a kernel that has searched
before to the first frame in which the panel stands. The cost of showing is the processor time of the thread that runs
the search, spent in the listener, beside that of the whole process and beside the clock. Figures depend on the machine
and on what else it does; nothing here is asserted.
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

TABLE = """%load_ext jupyter_metaml
from sklearn.datasets import load_breast_cancer
df = load_breast_cancer(as_frame=True).frame
import time
from jupyter_metaml.notebook.panel.view import PanelView
cost, plain = {"shown": 0.0, "events": 0}, PanelView.__call__
def timed(view, event):
    began = time.thread_time()
    plain(view, event)
    cost["shown"] += time.thread_time() - began
    cost["events"] += 1
PanelView.__call__ = timed"""
# Notes when the cell begins, when the panel first stands in the page, and the frame after that.
WATCH = """
window.mmlPaint = null;
const began = performance.now();
const seen = () => document.querySelector(".mml-panel")
  ? requestAnimationFrame(() => { window.mmlPaint = (performance.now() - began) / 1000; })
  : requestAnimationFrame(seen);
seen();
"""
BEFORE = "cost.update(shown=0.0, events=0); before = (time.process_time(), time.monotonic())"
AFTER = (
    "(cost['shown'], cost['events'], time.process_time() - before[0], time.monotonic() - before[1],"
    " sum(trial > 0 for trial in run.leaderboard['trial']))"
)


def first_paint_s(notebook: LabNotebook) -> float:
    """Return the seconds from the start of a cell to the first frame with the panel."""
    notebook.ask("panel.content.widgets[1].model.clearExecution(); panel.content.widgets[1].model.outputs.clear();")
    notebook.window.page.evaluate(f"() => {{ {WATCH} }}")
    notebook.start(1)
    notebook.wait("window.mmlPaint !== null")
    notebook.finish()
    return float(notebook.ask("return window.mmlPaint;"))


def cost_of_showing(notebook: LabNotebook) -> tuple[float, ...]:
    """Return seconds in the listener, its calls, processor seconds of the kernel, seconds, and trials."""
    notebook.execute(BEFORE)
    notebook.run(2)
    return tuple(float(part) for part in notebook.evaluate(AFTER).strip("()").split(","))


def main() -> None:
    """Run both measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paints", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=30)
    asked = parser.parse_args()
    short = "%%automl df --target target --trials 1 --jobs 1 --models linear"
    long = f"%%automl df --target target --time {asked.seconds} --jobs 1"
    folder = Path(tempfile.mkdtemp(prefix="metaml-lab-"))
    try:
        with lab_server(folder) as server, sync_playwright() as playwright:
            path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))))
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            window = LabWindow(page=browser.new_page(), server=server)
            window.start()
            notebook = window.open([TABLE, short, long])
            notebook.run(0, 1)  # everything imported
            paints = [first_paint_s(notebook) for _ in range(asked.paints)]
            shown, events, process, seconds, trials = cost_of_showing(notebook)
            notebook.close()
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"first paint   median {statistics.median(paints):.2f} s   max {max(paints):.2f} s   promised 0.3 s")
    print(f"showing       {shown:.3f} s in {events:.0f} events and {trials:.0f} trials in {seconds:.0f} s")
    print(f"              {shown / process:.1%} of the kernel's processor time, {shown / seconds:.2%} of the clock")
    print("              promised 2% of a processor")


if __name__ == "__main__":
    main()
