"""Measure what experience costs: a store of 10,000 trials on 500 tables, 1,000 stored runs, a recommendation from all.

``python tests/benchmarks/run_knowledge.py [--runs 5] [--postgres postgresql://user@host/database]``

Prints the median and the largest of several cold processes, and of what the same processes do a second time, with the
processor time, which other work on the machine changes less, and the promise beside it.  The PostgreSQL database has to
be empty: it is filled and cleared.  Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

N_TASKS, N_PER_TASK, N_RUNS = 500, 20, 1_000
# What a person waits for, in the order in which it is measured, with the promise in seconds where there is one.
PROMISES = {
    "import": None,
    "open the store": 0.2,
    "read it": None,
    "list 1,000 runs": None,
    "profile 1,000 x 20": None,
    "recommend": 0.1,
    "open the store again": 0.2,
    "read it again": None,
    "recommend for another table": 0.1,
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="cold processes (default: 5)")
    parser.add_argument("--postgres", help="URL of an empty database, to measure a store on a server too")
    parser.add_argument("--probe", help=argparse.SUPPRESS)
    return parser.parse_args()


def experience() -> Iterator[tuple[Any, list[Any]]]:
    """Yield tables as somebody may have seen them: a little unlike those of the shipped base, in turn."""
    from jupyter_metaml.knowledge import TrialRecord, shipped_base

    base, rng = shipped_base(), np.random.default_rng(0)
    for number in range(N_TASKS):
        row = number % base.n_tasks
        tried = np.flatnonzero(np.isfinite(base.loss[row]))
        chosen = np.roll(tried, -N_PER_TASK * (number // base.n_tasks))[:N_PER_TASK]
        seen = base.tasks[row]
        measures = {name: value * rng.uniform(0.9, 1.1) for name, value in seen.meta_features.items()}
        task = replace(seen, id=f"seen-{number}", family=f"seen-{number}", origin="own", meta_features=measures)
        yield (
            task,
            [
                TrialRecord(
                    configuration=base.configurations[place],
                    status="done",
                    score=float(base.score[row, place]),
                    loss=float(base.loss[row, place]),
                    fit_s=float(base.fit_s[row, place]),
                    predict_s=float(np.nan_to_num(base.predict_s[row, place])),
                )
                for place in chosen.tolist()
            ],
        )


def fill(url: str | None) -> None:
    """Fill a store, and say what it holds and how long one more table takes."""
    from jupyter_metaml.knowledge import Store

    seen = list(experience())
    with Store.open(url) as store:
        seconds = []
        for task, trials in seen:
            started = time.perf_counter()
            store.add(task, trials)
            seconds.append(time.perf_counter() - started)
        held = store.read()
    print(f"{held!r}; {N_PER_TASK} trials more take {1e3 * statistics.median(seconds):.1f} ms", flush=True)


def keep_runs(root: Path) -> None:
    """Write the records of many runs, more than are kept, as another program may have left them."""
    from jupyter_metaml.search.runs import write_json

    for number in range(N_RUNS):
        directory = root / f"20260101-{number:06d}-abcdef"
        directory.mkdir(parents=True)
        record = {"state": "done", "kind": "binary", "metric": "roc_auc", "target": "y", "score": 0.9, "n_trials": 10}
        write_json(directory / "run.json", record)


def table(seed: int) -> pd.DataFrame:
    """Make a table of 20 columns, two classes."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(1_000, 20)), columns=[f"x{place}" for place in range(20)])
    return frame.assign(y=(frame["x0"] + frame["x1"] * frame["x2"] + rng.normal(size=1_000) > 0).astype(int))


def probe(url: str | None) -> dict[str, tuple[float, float]]:
    """Measure this process, which has done nothing yet: seconds by the clock, and processor seconds.

    A store on a server gives no recommendations.
    """
    found: dict[str, tuple[float, float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started, started_cpu = time.perf_counter(), time.process_time()
        result = work()
        found[name] = (time.perf_counter() - started, time.process_time() - started_cpu)
        return result

    timed("import", lambda: __import__("jupyter_metaml.automl"))
    from jupyter_metaml.knowledge import Store

    store = timed("open the store", lambda: Store.open(url))
    timed("read it", store.read)
    store.close()
    if url is None:
        from jupyter_metaml.search import RunStore

        timed("list 1,000 runs", lambda: RunStore().list())
        timed("recommend", asking(table(0), timed))
    store = timed("open the store again", lambda: Store.open(url))
    timed("read it again", store.read)
    store.close()
    if url is None:
        timed("recommend for another table", asking(table(1), lambda _, work: work()))
    return found


def asking(frame: pd.DataFrame, timed: Callable[[str, Callable[[], Any]], Any]) -> Callable[[], Any]:
    """Prepare a table up to its profile; return what then asks for recommendations."""
    from jupyter_metaml.profiling import profile_task
    from jupyter_metaml.search import SearchSettings, recall, recommend_start
    from jupyter_metaml.tasks import make_task

    task, settings = make_task(frame, "y"), SearchSettings(time_budget_s=30)
    knowledge = recall(settings, task.kind)
    profile = timed("profile 1,000 x 20", lambda: profile_task(task))
    return lambda: recommend_start(task, profile, settings, knowledge=knowledge)


def report(url: str | None, runs: int) -> None:
    """Start cold processes, and print the median and the largest of what each measured."""
    command = [sys.executable, __file__, "--probe", url or "default"]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    for name, promise in PROMISES.items():
        if name in found[0]:
            clock, cpu = ([1e3 * each[name][part] for each in found] for part in (0, 1))
            told = "" if promise is None else f"   promised {1e3 * promise:.0f} ms"
            spread = f"median {statistics.median(clock):7.1f} ms   max {max(clock):7.1f} ms"
            print(f"{name:<28} {spread}   of a processor {statistics.median(cpu):7.1f} ms{told}")


def main() -> None:
    arguments = parse_arguments()
    if arguments.probe:
        print(json.dumps(probe(None if arguments.probe == "default" else arguments.probe)))
        return
    with tempfile.TemporaryDirectory(prefix="run_knowledge_") as home:
        os.environ["JUPYTER_METAML_HOME"] = home
        print("SQLite, in the user's data directory:", flush=True)
        fill(None)
        keep_runs(Path(home) / "runs")
        report(None, arguments.runs)
    if arguments.postgres:
        from jupyter_metaml.knowledge import Store

        print("PostgreSQL:", flush=True)
        fill(arguments.postgres)
        report(arguments.postgres, arguments.runs)
        with Store.open(arguments.postgres) as store:
            store.clear()


if __name__ == "__main__":
    main()
