"""Measure what the README and the design promise in seconds: first model, interrupts, killed processes, profiles.

``python tests/benchmarks/run_promises.py [--runs 5]``

Prints the median and the largest of several runs for each promise, with the promise beside it. Figures depend on the
machine and on what else it does; nothing here is asserted.
"""

from __future__ import annotations

import _thread
import argparse
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from jupyter_metaml.automl import fit, profile


def mixed_table(n_rows: int, n_columns: int, seed: int = 0) -> pd.DataFrame:
    """Make numbers with gaps, categories and two classes that depend on both."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n_rows, n_columns)), columns=[f"x{place}" for place in range(n_columns)])
    for place in range(0, n_columns, 3):
        frame[f"x{place}"] = pd.cut(frame[f"x{place}"], 6, labels=list("abcdef")).astype(str)
    frame = frame.mask(rng.random(frame.shape) < 0.02)
    signal = frame["x1"].fillna(0) + frame["x2"].fillna(0) * (frame["x0"] == "c")
    return frame.assign(target=(signal + rng.normal(size=n_rows) > 0).astype(int))


def first_model_s(frame: pd.DataFrame) -> float:
    """Return the seconds from the call to the first finished trial."""
    seen: list[float] = []

    def listen(event: object) -> None:
        if type(event).__name__ == "TrialFinished":
            seen.append(event.elapsed_s)  # type: ignore[attr-defined]

    fit(frame, target="target", time_budget_s=10, max_trials=2, n_jobs=2, save_run=False, listeners=[listen])
    return seen[0]


def interrupt_s(frame: pd.DataFrame, after_s: float) -> float:
    """Return the seconds from an interrupt to the return of the call."""
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        _thread.interrupt_main()

    timer = threading.Timer(after_s, press)
    timer.start()
    fit(frame, target="target", time_budget_s=60, n_jobs=2, save_run=False)
    return time.monotonic() - pressed[0]


# A process of its own, as a kernel is; it says when its first trial has ended.
SEARCH = """
from run_promises import mixed_table
from jupyter_metaml import fit

def listen(event):
    if type(event).__name__ == "TrialFinished":
        print("searching", flush=True)

fit(mixed_table(10_000, 30), target="target", time_budget_s=120, n_jobs=2, save_run=False, listeners=[listen])
"""


def death_s() -> float:
    """Return the seconds from the kill of a searching process to the end of its last worker."""
    folder = str(Path(__file__).parent)
    with subprocess.Popen([sys.executable, "-c", SEARCH], cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        workers = psutil.Process(process.pid).children(recursive=True)
        started = time.monotonic()
        process.kill()
        alive = psutil.wait_procs(workers, timeout=60)[1]
        seconds = time.monotonic() - started
    for worker in alive:
        worker.kill()
    return seconds


def profile_s(frame: pd.DataFrame) -> float:
    """Return the seconds of a profile."""
    started = time.perf_counter()
    profile(frame, target="target")
    return time.perf_counter() - started


def report(name: str, promise: str, measure: Callable[[int], float], runs: int) -> None:
    """Print the median and the largest of several runs."""
    seconds = [measure(run) for run in range(runs)]
    print(f"{name:<44} median {statistics.median(seconds):6.2f} s   max {max(seconds):6.2f} s   promised {promise}")


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    table = mixed_table(10_000, 30)
    started = time.perf_counter()
    print(f"first model, new workers: {first_model_s(table):.2f} s (call {time.perf_counter() - started:.2f} s)")
    report("first model, 10,000 x 30, warm", "2 s", lambda _: first_model_s(table), runs)
    report("return after an interrupt", "2 s", lambda run: interrupt_s(table, 3.0 + 1.7 * run), runs)
    report("profile, 10,000 x 30", "0.5 s", lambda _: profile_s(table), runs)
    report("workers end after a kill", "5 s", lambda _: death_s(), runs)
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(100, 10_000))).rename(columns=str)
    wide["target"] = np.arange(100) % 2
    report("profile, 100 x 10,000", "5 s", lambda _: profile_s(wide), runs)
    large = mixed_table(1_000_000, 50)
    before = psutil.Process().memory_info().rss
    report("profile, 1,000,000 x 50", "5 s", lambda _: profile_s(large), runs)
    extra = (psutil.Process().memory_info().rss - before) / large.memory_usage(deep=True).sum()
    print(f"memory kept after profiling: {extra:.2f} of the frame; child processes: {len(psutil.Process().children())}")


if __name__ == "__main__":
    main()
