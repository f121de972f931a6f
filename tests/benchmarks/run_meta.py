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
from meta_benchmark.outcome_table import outcome_table

from jupyter_metaml.knowledge.packs import read_pack
from jupyter_metaml.metalearning.simulation import simulate


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="pack that the campaign has distilled")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--origins", default="real,derived,generated", help="tasks that are judged, comma-separated")
    parser.add_argument("--pieces", type=Path, help="folder of the campaign, whose predictions are blended")
    parser.add_argument("--again", action="store_true", help="play again, even where outcomes.csv is there")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    base, _ = read_pack(arguments.base)
    print(repr(base))
    path, reference = arguments.out / "outcomes.csv", line_up.reference(base)
    if arguments.again or not path.exists():
        started = time.monotonic()
        origins = set(arguments.origins.split(","))
        families = [task.family for task in base.tasks if task.origin in origins]
        outcomes = list(simulate(base, line_up.line_up(base), families=families))
        outcome_table(outcomes, base, reference, arguments.pieces).to_csv(path, index=False, float_format="%.6g")
        print(f"played in {time.monotonic() - started:.0f} s")
    table = pd.read_csv(path, keep_default_na=True)
    told = "LightGBM with its library's defaults" if reference is line_up.LIBRARY_DEFAULT else "LightGBM"
    text = "\n".join(
        [
            f"# Recommendations on left-out tasks: {base!r}",
            "",
            summary.markdown(table, decided_on=told),
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
