"""Run a campaign, or distil what one has measured into a pack.

``python -m jupyter_metaml.knowledge.campaign run --corpus DIR --out DIR --jobs 2`` goes on where it was stopped.
``python -m jupyter_metaml.knowledge.campaign distil --out DIR --pack base.zip`` writes what is there so far.
With ``--known PACK`` both build on what an earlier campaign has distilled: its trials are not run again, and they join
the new pack.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from jupyter_metaml.evaluation import IsolatedExecutor
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.knowledge.campaign.campaign import measure_table
from jupyter_metaml.knowledge.campaign.made_up import Maker, derived_tables, generated_tables
from jupyter_metaml.knowledge.campaign.pieces import Pieces
from jupyter_metaml.knowledge.campaign.scales import LARGE, ORDINARY, Scale
from jupyter_metaml.knowledge.campaign.sources import real_tables
from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase

logger = logging.getLogger("jupyter_metaml.knowledge.campaign")


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m jupyter_metaml.knowledge.campaign",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=("run", "distil"))
    parser.add_argument("--out", type=Path, required=True, help="folder of the pieces")
    parser.add_argument("--corpus", type=Path, help="folder with tasks.json and the tables")
    parser.add_argument("--split", default="kb", help="which tables of the corpus (default: kb)")
    parser.add_argument("--generated", type=int, default=100, help="how many generated tables (default: 100)")
    parser.add_argument("--derived", type=int, default=70, help="how many tables cut out of real ones (default: 70)")
    parser.add_argument(
        "--waves",
        default="12,40,80,1000",
        help="configurations per task after each pass over all tasks (default: %(default)s)",
    )
    parser.add_argument("--no-large", action="store_true", help="leave out tables of many rows")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes (default: 2)")
    parser.add_argument("--pack", type=Path, help="what distil writes")
    parser.add_argument("--known", type=Path, help="pack of an earlier campaign to build on")
    return parser.parse_args()


def run(arguments: argparse.Namespace) -> None:
    """Measure in waves: every table gets the first configurations before any gets all; large ones join later."""
    pieces, executor = Pieces(arguments.out), IsolatedExecutor(arguments.jobs)
    known = {
        task.id: {trial.configuration for trial in trials} for task, trials in _known_base(arguments.known).records()
    }
    started, n_run = time.monotonic(), 0
    for turn, wave in enumerate(int(count) for count in arguments.waves.split(",")):
        with_large = turn > 0 and not arguments.no_large
        for number, (maker, scale) in enumerate(_plan(arguments, with_large=with_large), start=1):
            try:
                table = maker()
            except DataError as error:
                logger.warning("Table %d is left out: %s", number, error)
                continue
            if len(table.frame) < scale.min_rows:
                continue
            done = known.get(table.id + scale.suffix, set())
            n_new = measure_table(table, scale, pieces, executor, n_candidates=wave, known=done)
            n_run += n_new
            minutes = (time.monotonic() - started) / 60
            if n_new:
                logger.info("%5.1f min, wave %d: %s%s, %d trials", minutes, wave, table.id, scale.suffix, n_run)
    executor.shutdown()


def _plan(arguments: argparse.Namespace, *, with_large: bool) -> Iterator[tuple[Maker, Scale]]:
    tables = list(real_tables(arguments.corpus, arguments.split))
    for table in tables:
        yield (lambda table=table: table), ORDINARY  # type: ignore[misc]  # bound now
    for maker in generated_tables(arguments.generated):
        yield maker, ORDINARY
    for maker in derived_tables(arguments.derived, tables):
        yield maker, ORDINARY
    if with_large:
        for table in tables:
            yield (lambda table=table: table), LARGE  # type: ignore[misc]  # bound now


def distil(arguments: argparse.Namespace) -> None:
    """Write everything that was measured into one pack."""
    from jupyter_metaml.knowledge.packs import write_pack

    base = KnowledgeBase.of(Pieces(arguments.out).read()).joined(_known_base(arguments.known))
    write_pack(base, arguments.pack)
    logger.info("%s: %r", arguments.pack, base)


def _known_base(pack: Path | None) -> KnowledgeBase:
    from jupyter_metaml.knowledge.packs import read_pack

    return KnowledgeBase.empty() if pack is None else read_pack(pack)[0]


def main() -> None:
    """Do what the command line says."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    arguments = parse_arguments()
    (run if arguments.what == "run" else distil)(arguments)


if __name__ == "__main__":
    main()
