"""The process in which one peer meets one task, in a Python of the peer's own.

It reads the rows as every other system of the benchmark does, writes its predictions of those held out and its seconds,
and leaves the score to the benchmark.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from dev_benchmark.corpus import list_tasks, load_holdout

from peer_benchmark.contract import FitRequest, Peer
from peer_benchmark.line_up import VARIANTS


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--task", required=True)
    parser.add_argument("--peer", required=True)
    parser.add_argument("--budget", type=float, required=True)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="figures as JSON; predictions beside it, as .npz")
    return parser.parse_args()


def measure(arguments: argparse.Namespace, folder: Path) -> Iterator[dict[str, Any]]:
    """Fit and predict; give figures named like the fields of a ledger entry as they become known."""
    task = list_tasks(arguments.corpus, split="", only=(arguments.task,))[0]
    data = load_holdout(arguments.corpus, task, seed=arguments.seed)
    yield {"rows": data.fingerprint()}
    request = FitRequest(
        X=data.X_train,
        y=data.y_train,
        kind=task.kind,
        budget_s=arguments.budget,
        n_jobs=arguments.jobs,
        seed=arguments.seed,
        folder=folder,
    )
    peer = VARIANTS[arguments.peer].make(request)
    yield {"version": peer.load()}
    try:
        yield timed(peer, data.X_test, arguments)
    finally:
        peer.close()


def timed(peer: Peer, X_test: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    """Fit and predict by the clock, and write the predictions."""
    started = time.perf_counter()
    peer.fit()
    fit_s = time.perf_counter() - started
    started = time.perf_counter()
    predicted = peer.predict(X_test)
    predict_s = time.perf_counter() - started
    values = np.asarray(predicted.values, dtype=float)
    np.savez(arguments.out.with_suffix(".npz"), values=values, labels=np.array(predicted.labels, dtype=str))
    return {"fit_s": fit_s, "overshoot_s": max(0.0, fit_s - arguments.budget), "predict_s": predict_s}


def main() -> None:
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        figures: dict[str, Any] = {}
        try:
            for part in measure(arguments, Path(folder)):
                figures |= part
        except Exception as error:  # whatever a peer does is a figure of the benchmark
            traceback.print_exc()
            figures |= {"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
    arguments.out.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
