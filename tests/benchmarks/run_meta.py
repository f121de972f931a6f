"""Play recommenders against baselines on tasks of a base that are left out, relatives together.

``python tests/benchmarks/run_meta.py --base base.zip --out DIR`` writes ``outcomes.csv``, ``summary.md`` and plots.
Nothing is fitted on any table: losses and seconds are those of the base.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pandas as pd
from meta_benchmark import honesty, line_up, plots, summary
from meta_benchmark.collection import by_collection, collections_of, with_own_families
from meta_benchmark.outcome_table import outcome_table

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.knowledge.packs import read_pack
from jupyter_metaml.metalearning.simulation import simulate


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="pack that the campaign has distilled")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--origins", default="real,derived,generated", help="tasks that are judged, comma-separated")
    parser.add_argument("--pieces", type=Path, help="folder of the campaign, whose predictions are blended")
    parser.add_argument("--collections", type=Path, help="tasks.json, to leave out whole collections of tables, too")
    parser.add_argument("--again", action="store_true", help="play again, even where outcomes.csv is there")
    return parser.parse_args()


def played(base: KnowledgeBase, origins: set[str], path: Path, arguments: argparse.Namespace) -> pd.DataFrame:
    """Play all policies on the tasks of some origins, unless that was done before."""
    if arguments.again or not path.exists():
        started = time.monotonic()
        families = [task.family for task in base.tasks if task.origin in origins]
        outcomes = list(simulate(base, line_up.line_up(base), families=families))
        table = outcome_table(outcomes, base, line_up.reference(base), arguments.pieces)
        table.to_csv(path, index=False, float_format="%.6g")
        print(f"played in {time.monotonic() - started:.0f} s")
    return pd.read_csv(path, keep_default_na=True)


def collections_text(base: KnowledgeBase, arguments: argparse.Namespace) -> list[str]:
    """Judge real tables by what other collections and made-up tasks have taught, where collections are known."""
    if arguments.collections is None:
        return []
    apart = by_collection(base, collections_of(arguments.collections))
    table = played(apart, {"real"}, arguments.out / "outcomes_by_collection.csv", arguments)
    n_collections = table["family"].nunique()
    title = f"## Real tables, with their whole collection left out ({n_collections} collections)"
    return [title, "", summary.part_text(with_own_families(table, base)), ""]


def main() -> None:
    arguments = parse_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    base, _ = read_pack(arguments.base)
    print(repr(base))
    reference = line_up.reference(base)
    table = played(base, set(arguments.origins.split(",")), arguments.out / "outcomes.csv", arguments)
    told = "LightGBM with its library's defaults" if reference is line_up.LIBRARY_DEFAULT else "LightGBM"
    text = "\n".join(
        [
            f"# Recommendations on left-out tasks: {base!r}",
            "",
            summary.markdown(table, decided_on=told),
            *collections_text(base, arguments),
            "## What is said beside a recommendation",
            "",
            honesty.honesty_text(base),
            "",
            "## Made-up tasks beside real ones",
            "",
            honesty.coverage_text(base),
            "",
        ]
    )
    (arguments.out / "summary.md").write_text(text, encoding="utf-8")
    plots.plot_evaluations(table, arguments.out / "evaluations.png")
    plots.plot_seconds(table, arguments.out / "seconds.png")
    if sum(task.origin == "real" for task in base.tasks) > 2:
        plots.plot_coverage(base, arguments.out / "coverage.png")
    print(text)


if __name__ == "__main__":
    main()
