"""Compare the prior-fitted network with plain models on small tables, by five folds.

``python tests/benchmarks/run_network.py --corpus DIR --out DIR`` writes ``outcomes.csv`` and ``summary.md``.  What is
in ``outcomes.csv`` already is not run again, but for the network, whose weights may be others.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import pandas as pd
from network_benchmark.contestants import BASELINES, NETWORKS
from network_benchmark.cross_validation import Outcome, cross_validate
from network_benchmark.small_tables import load_small_tables
from network_benchmark.summary import summary
from threadpoolctl import threadpool_limits

from jupyter_metaml.neural import PriorFittedClassifier


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of tasks.json and the tables")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--split", default="kb", help="dev is opened once per release")
    parser.add_argument("--tasks", default="", help="only these, comma-separated")
    parser.add_argument("--samples", action="store_true", help="longer tables, too, each cut to 1,000 rows")
    parser.add_argument("--weights", type=Path, help="file of weights, instead of that of the package")
    parser.add_argument("--contestants", default=",".join([*BASELINES, *NETWORKS]))
    arguments = parser.parse_args()
    if unknown := {name for name in arguments.contestants.split(",") if name} - {*BASELINES, *NETWORKS}:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join([*BASELINES, *NETWORKS])}")
    return arguments


def seconds_of_a_call(weights: Path | None) -> float:
    """Measure fit and predict of 500 + 100 rows x 20 columns on one core, the smallest of three."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(600, 20)), rng.integers(0, 2, size=600)
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        PriorFittedClassifier(1, weights=weights).fit(X[:500], y[:500]).predict_proba(X[500:])
        taken.append(time.perf_counter() - started)
    return min(taken)


def known_outcomes(path: Path) -> pd.DataFrame:
    if not path.exists():
        return pd.DataFrame(columns=[item.name for item in fields(Outcome)])
    known = pd.read_csv(path)
    return known[~known["contestant"].isin(NETWORKS)]


def main() -> None:
    arguments = parse_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / "outcomes.csv"
    contestants = [name for name in arguments.contestants.split(",") if name]
    table = known_outcomes(path)
    only = tuple(name for name in arguments.tasks.split(",") if name)
    with threadpool_limits(1):
        for task in load_small_tables(
            arguments.corpus, split=arguments.split, with_samples=arguments.samples, only=only
        ):
            for contestant in contestants:
                if ((table["task"] == task.id) & (table["contestant"] == contestant)).any():
                    continue
                outcome = cross_validate(task, contestant, weights=arguments.weights)
                print(f"{outcome.task} {outcome.contestant} {outcome.score:.4f} {outcome.seconds:.2f} s", flush=True)
                table = pd.concat([table, pd.DataFrame([asdict(outcome)])], ignore_index=True)
                table.to_csv(path, index=False, float_format="%.6g")
        told = f"500 + 100 rows x 20 columns, one member: {seconds_of_a_call(arguments.weights):.3f} s on one core"
    text = "\n".join(["# The prior-fitted network beside plain models", "", summary(table), told, ""])
    (arguments.out / "summary.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
