"""Run our system and the plain baselines on the `dev` tables of a corpus, and sum up who wins.

``python tests/benchmarks/run_dev.py --corpus DIR --budget 30 --jobs 2 --out results.csv``
``python tests/benchmarks/run_dev.py --corpus DIR --budget 30 --meta off,shipped --baselines skip --out pairs.csv``

Stopped runs go on where they were: what the CSV files hold already is not run again.  README.md says the rest.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

from dev_benchmark import ledger, paired, summary
from dev_benchmark.baselines import BASELINES
from dev_benchmark.corpus import CorpusTask, list_tasks
from dev_benchmark.ledger import Entry
from dev_benchmark.one_run import OURS
from dev_benchmark.runner import Plan, run_one


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with tasks.json and the tables")
    parser.add_argument("--split", default="dev", help="which tasks of the corpus (default: dev)")
    parser.add_argument("--tasks", default="", help="only these, comma-separated")
    parser.add_argument("--budget", type=float, default=30.0, help="seconds per fit (default: 30)")
    parser.add_argument("--jobs", type=int, default=2, help="workers or threads (default: 2)")
    parser.add_argument("--seeds", default="0", help="of the split and of every system; several: 0,1,2 (default: 0)")
    parser.add_argument(
        "--exclude", action="append", help="families that our system leaves out, comma-separated; again for another run"
    )
    parser.add_argument("--meta", default="", help="knowledge, such as off,shipped: a run of each task with each")
    parser.add_argument("--curve", action="store_true", help="score the best so far by second, too; several runs do")
    parser.add_argument("--baselines", choices=("only", "skip", "both"), default="both")
    parser.add_argument("--out", type=Path, default=Path("benchmark-results/results.csv"), help="our figures")
    parser.add_argument("--baselines-out", type=Path, help="theirs (default: baselines.csv beside --out)")
    return parser.parse_args()


def split_names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def arms_of(arguments: argparse.Namespace, seed: int) -> list[Plan]:
    """Return what our system runs with: every knowledge with every set of families left out."""
    exclude = [split_names(text) for text in arguments.exclude or [""]]
    several = list(product(split_names(arguments.meta) or ("",), exclude))
    return [
        Plan(
            corpus=arguments.corpus,
            budget_s=arguments.budget,
            n_jobs=arguments.jobs,
            seed=seed,
            exclude=left_out,
            meta=meta,
            with_curve=arguments.curve or len(several) > 1,
        )
        for meta, left_out in several
    ]


def run_missing(tasks: list[CorpusTask], todo: list[tuple[Plan, str, Path]], seed: int) -> None:
    """Run what the files do not hold yet, task by task.

    Who begins changes from task to task and from seed to seed: so a drift of the machine hits all, and so does what a
    table's first run finds that its second does not, such as a file that is not in memory yet.
    """
    for number, task in enumerate(tasks):
        turn = (number + seed) % len(todo)
        for plan, system, path in (*todo[turn:], *todo[:turn]):
            if plan.entry(task, system).key in {entry.key for entry in ledger.read(path)}:
                continue
            entry = run_one(plan, task, system)
            ledger.append(path, entry)
            told = entry.error or f"{entry.metric} {entry.score:.4f}, fit {entry.fit_s:.1f} s {entry.trials}"
            name = f"{system} ({plan.arm})" if system == OURS else system
            print(f"[{number + 1}/{len(tasks)}] {task.id}: {name}: {told}", flush=True)


def entries_of(path: Path, plan: Plan, tasks: list[CorpusTask], systems: tuple[str, ...]) -> list[Entry]:
    """Return what a file holds of a plan."""
    wanted = {plan.entry(task, system).key for task in tasks for system in systems}
    return [entry for entry in ledger.read(path) if entry.key in wanted]


def main() -> None:
    arguments = parse_arguments()
    tasks = list_tasks(arguments.corpus, split=arguments.split, only=split_names(arguments.tasks))
    theirs = arguments.baselines_out or arguments.out.with_name("baselines.csv")
    found: dict[str, list[Entry]] = defaultdict(list)
    parts = []
    for seed in [int(text) for text in split_names(arguments.seeds)]:
        arms = arms_of(arguments, seed)
        todo = [] if arguments.baselines == "skip" else [(arms[0], name, theirs) for name in BASELINES]
        todo += [] if arguments.baselines == "only" else [(arm, OURS, arguments.out) for arm in arms]
        run_missing(tasks, todo, seed)
        # baselines have no knowledge and leave no family out
        baselines = entries_of(theirs, replace(arms[0], exclude=(), meta=""), tasks, BASELINES)
        for arm in arms:
            ours = entries_of(arguments.out, arm, tasks, (OURS,))
            found[arm.arm] += ours
            if ours:
                parts.append(f"# {arm.arm}, seed {seed}\n\n{summary.markdown(ours, baselines)}")

    parts += [paired.markdown(one, found[one], other, found[other]) for other, one in combinations(found, 2)]
    if parts:
        text = "\n".join(parts)
        arguments.out.with_suffix(".md").write_text(text, encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
