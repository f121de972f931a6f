"""Run our system and the plain baselines on the `dev` tables of a corpus, and sum up who wins.

``python tests/benchmarks/run_dev.py --corpus DIR --budget 30 --jobs 2 --out results.csv``

Stopped runs go on where they were: what the CSV files hold already is not run again.  README.md says the rest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dev_benchmark import ledger, summary
from dev_benchmark.baselines import BASELINES
from dev_benchmark.corpus import CorpusTask, list_tasks
from dev_benchmark.one_run import OURS
from dev_benchmark.runner import Plan, run_one


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with tasks.json and the tables")
    parser.add_argument("--split", default="dev", help="which tasks of the corpus (default: dev)")
    parser.add_argument("--tasks", default="", help="only these, comma-separated")
    parser.add_argument("--budget", type=float, default=30.0, help="seconds per fit (default: 30)")
    parser.add_argument("--jobs", type=int, default=2, help="workers or threads (default: 2)")
    parser.add_argument("--seed", type=int, default=0, help="of the split and of every system (default: 0)")
    parser.add_argument("--exclude", default="", help="families that our system leaves out, comma-separated")
    parser.add_argument("--baselines", choices=("only", "skip", "both"), default="both")
    parser.add_argument("--out", type=Path, default=Path("benchmark-results/results.csv"), help="our figures")
    parser.add_argument("--baselines-out", type=Path, help="theirs (default: baselines.csv beside --out)")
    return parser.parse_args()


def split_names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def systems(arguments: argparse.Namespace) -> list[tuple[str, Path]]:
    """Return each system to run with the file that its figures go into."""
    theirs = arguments.baselines_out or arguments.out.with_name("baselines.csv")
    baselines = [] if arguments.baselines == "skip" else [(name, theirs) for name in BASELINES]
    return baselines if arguments.baselines == "only" else [*baselines, (OURS, arguments.out)]


def run_missing(plan: Plan, tasks: list[CorpusTask], todo: list[tuple[str, Path]]) -> None:
    """Run what the files do not hold yet, task by task."""
    for number, task in enumerate(tasks, start=1):
        for system, path in todo:
            if plan.entry(task, system).key in {entry.key for entry in ledger.read(path)}:
                continue
            entry = run_one(plan, task, system)
            ledger.append(path, entry)
            told = entry.error or f"{entry.metric} {entry.score:.4f}, fit {entry.fit_s:.1f} s {entry.trials}"
            print(f"[{number}/{len(tasks)}] {task.id}: {system}: {told}", flush=True)


def main() -> None:
    arguments = parse_arguments()
    plan = Plan(
        corpus=arguments.corpus,
        budget_s=arguments.budget,
        n_jobs=arguments.jobs,
        seed=arguments.seed,
        exclude=split_names(arguments.exclude),
    )
    tasks = list_tasks(arguments.corpus, split=arguments.split, only=split_names(arguments.tasks))
    run_missing(plan, tasks, systems(arguments))

    wanted = {plan.entry(task, system).key for task in tasks for system in (OURS, *BASELINES)}
    ours = [entry for entry in ledger.read(arguments.out) if entry.key in wanted]
    theirs = arguments.baselines_out or arguments.out.with_name("baselines.csv")
    baselines = [entry for entry in ledger.read(theirs) if entry.key in wanted]
    if ours:
        text = summary.markdown(ours, baselines)
        arguments.out.with_suffix(".md").write_text(text, encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
