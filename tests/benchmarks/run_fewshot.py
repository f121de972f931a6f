"""Measure the learners that adapt in a few shots: on two families of tasks, and on real tables with few labelled rows.

``python tests/benchmarks/run_fewshot.py --out DIR [--corpus DIR]`` writes one CSV for each part and ``summary.md``.
What the CSV files hold already is not run again.  Without a corpus, the real tables are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import torch
from fewshot_benchmark import hidden_classes, real_tables, sinusoid, summary

from jupyter_metaml.neural.episodes.task_table import TaskTable

PARTS = ("sinusoid", "hidden_classes", "real_tables")


def parse_arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--corpus", type=Path, help="folder of tasks.json and the tables it names")
    parser.add_argument("--parts", default=",".join(PARTS), help="parts to run, comma-separated")
    parser.add_argument("--only", default="", help="learners to run, comma-separated; all by default")
    parser.add_argument("--folds", default="0,1,2,3,4", help="folds of the real tables, comma-separated")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the training, for a quick look")
    return parser.parse_args(given)


def collected(
    path: Path, wanted: Iterable[tuple], columns: list[str], run: Callable[..., pd.DataFrame]
) -> pd.DataFrame:
    """Run what a file does not hold yet, one key after another, and write each result at once."""
    found = pd.read_csv(path) if path.exists() else pd.DataFrame(columns=columns)
    known = set(found[columns].drop_duplicates().itertuples(index=False, name=None))
    for key in wanted:
        if key in known:
            continue
        new = run(*key)
        print(path.stem, *key, flush=True)
        found = new if found.empty else pd.concat([found, new], ignore_index=True)
        found.to_csv(path, index=False, float_format="%.6g")
    return found


def run_families(arguments: argparse.Namespace, chosen: set[str]) -> dict[str, pd.DataFrame]:
    """Run the parts that need no corpus."""
    scale, found = arguments.scale, {}
    n_episodes = max(20, round(600 * min(1.0, scale)))
    parts = arguments.parts.split(",")
    if "sinusoid" in parts:
        names = [(name,) for name in sinusoid.learners() if not chosen or name in chosen]
        found["sinusoid"] = collected(
            arguments.out / "sinusoid.csv",
            names,
            ["learner"],
            lambda name: sinusoid.table(scale=scale, n_episodes=n_episodes, only=(name,)),
        )
    if "hidden_classes" in parts:
        keys = [(name, n) for n in (1, 5) for name in hidden_classes.learners() if not chosen or name in chosen]
        found["hidden_classes"] = collected(
            arguments.out / "hidden_classes.csv",
            keys,
            ["learner", "shots"],
            lambda name, n: hidden_classes.table(scale=scale, n_episodes=n_episodes, only=(name,), shots=(n,)),
        )
    return found


def run_tables(arguments: argparse.Namespace, chosen: set[str]) -> pd.DataFrame:
    """Run the folds of the real tables."""
    tables = real_tables.two_class_tables(arguments.corpus)
    generated = [TaskTable.of(task) for task in real_tables.generated_tables(max(3, round(300 * arguments.scale)))]
    pairs = [(table.X, table.y) for table in generated]
    keys = [
        (int(fold), name)
        for fold in arguments.folds.split(",")
        for name in real_tables.learners()
        if not chosen or name in chosen
    ]
    return collected(
        arguments.out / "real_tables.csv",
        keys,
        ["fold", "start"],
        lambda fold, name: real_tables.one_fold(tables, fold, pairs, only=(name,), scale=arguments.scale).assign(
            fold=fold, start=name
        ),
    )


def main(given: list[str] | None = None) -> None:
    arguments = parse_arguments(given)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # such small networks gain nothing by more
    chosen = {name for name in arguments.only.split(",") if name}
    found = run_families(arguments, chosen)
    if arguments.corpus is not None and "real_tables" in arguments.parts.split(","):
        found["real_tables"] = run_tables(arguments, chosen)
    text = summary.markdown(found)
    (arguments.out / "summary.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
