"""The process in which one system meets one task; writes its figures as JSON, so that a crash costs one cell."""

from __future__ import annotations

import argparse
import json
import traceback
from pathlib import Path
from typing import Any

OURS = "jupyter_metaml"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--task", required=True)
    parser.add_argument("--system", required=True)
    parser.add_argument("--budget", type=float, required=True)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--exclude", default="")
    parser.add_argument("--meta", default="")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run the system; return figures named like the fields of a ledger entry."""
    from dev_benchmark.corpus import list_tasks, load_holdout
    from dev_benchmark.scoring import score_constant

    task = list_tasks(arguments.corpus, split="", only=(arguments.task,))[0]
    data = load_holdout(arguments.corpus, task, seed=arguments.seed)
    shape = {
        "n_rows": len(data.X_train),
        "n_columns": data.X_train.shape[1],
        "constant_score": score_constant(data.y_train.to_numpy(), data.y_test.to_numpy(), kind=task.kind),
    }
    if arguments.system == OURS:
        from dev_benchmark.our_system import FitRequest, run_ours

        request = FitRequest(
            budget_s=arguments.budget,
            n_jobs=arguments.jobs,
            seed=arguments.seed,
            exclude=tuple(name for name in arguments.exclude.split(",") if name),
            meta=arguments.meta,
            with_curve=arguments.curve,
        )
        return shape | run_ours(task, data, request)
    from dev_benchmark.baselines import run_baseline

    result = run_baseline(arguments.system, data, kind=task.kind, n_jobs=arguments.jobs, seed=arguments.seed)
    return shape | {"score": result.score, "cv_score": result.cv_score, "fit_s": result.fit_s}


def main() -> None:
    arguments = parse_arguments()
    try:
        figures = measure(arguments)
    except Exception as error:  # whatever a system does is a figure of the benchmark
        traceback.print_exc()
        figures = {"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
    arguments.out.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
