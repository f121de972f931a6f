"""Run other AutoML systems on the splits of `run_dev.py`, with the same seconds and cores, each in a Python of its own.

``python tests/benchmarks/run_peers.py --corpus DIR --environments VENVS --peers flaml,autogluon --budget 10``

`VENVS/flaml/bin/python` has FLAML, and so on.  Stopped runs go on where they were: what the CSV file holds already is
not run again.  `compare_peers.py` makes the table; README.md says the rest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dev_benchmark import ledger
from dev_benchmark.corpus import list_tasks
from dev_benchmark.runner import Plan
from peer_benchmark.line_up import VARIANTS
from peer_benchmark.runner import entry_of, run_peer


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with tasks.json and the tables")
    parser.add_argument("--split", default="dev", help="which tasks of the corpus (default: dev)")
    parser.add_argument("--tasks", default="", help="only these, comma-separated")
    parser.add_argument("--environments", type=Path, required=True, help="folder with a virtual environment per peer")
    parser.add_argument("--peers", required=True, help=f"comma-separated, of: {', '.join(VARIANTS)}")
    parser.add_argument("--budget", type=float, default=10.0, help="seconds per fit (default: 10)")
    parser.add_argument("--jobs", type=int, default=2, help="workers or threads (default: 2)")
    parser.add_argument("--seeds", default="0", help="of the split and of every system; several: 0,1,2 (default: 0)")
    parser.add_argument("--out", type=Path, default=Path("benchmark-results/peers.csv"), help="their figures")
    return parser.parse_args()


def names_of(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def pythons(environments: Path, peers: tuple[str, ...]) -> dict[str, Path]:
    """Return the Python of each peer, or stop where there is none."""
    unknown = set(peers) - set(VARIANTS)
    if unknown:
        raise SystemExit(f"No such peer: {', '.join(sorted(unknown))}. There are: {', '.join(VARIANTS)}.")
    found = {peer: environments / VARIANTS[peer].module / "bin" / "python" for peer in peers}
    for peer, python in found.items():
        if not python.exists():
            raise SystemExit(f"There is no {python} to run {peer!r}. README.md says what to install there.")
    return found


def main() -> None:
    arguments = parse_arguments()
    tasks = list_tasks(arguments.corpus, split=arguments.split, only=names_of(arguments.tasks))
    line_up = list(pythons(arguments.environments, names_of(arguments.peers)).items())
    for seed in [int(text) for text in names_of(arguments.seeds)]:
        plan = Plan(corpus=arguments.corpus, budget_s=arguments.budget, n_jobs=arguments.jobs, seed=seed)
        done = {entry.key for entry in ledger.read(arguments.out)}
        for number, task in enumerate(tasks):
            turn = number % len(line_up)  # who begins changes, so that a drift of the machine hits all
            for peer, python in (*line_up[turn:], *line_up[:turn]):
                if entry_of(plan, task, peer).key in done:
                    continue
                entry = run_peer(plan, task, peer, python)
                ledger.append(arguments.out, entry)
                told = entry.error or f"{entry.metric} {entry.score:.4f}, fit {entry.fit_s:.1f} s"
                print(f"[{number + 1}/{len(tasks)}] {task.id}: {peer}: {told}", flush=True)


if __name__ == "__main__":
    main()
