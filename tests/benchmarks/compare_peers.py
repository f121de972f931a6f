"""Write the table of the README from the figures of `run_dev.py` and `run_peers.py`.

``python tests/benchmarks/compare_peers.py --ours results.csv --baselines baselines.csv --peers peers.csv``

With `--readme README.md` it goes between the two marks there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dev_benchmark import ledger
from dev_benchmark.ledger import Entry
from peer_benchmark.comparison import markdown, opponents_of

BEGIN, END = "<!-- comparison: begin -->", "<!-- comparison: end -->"
# The figures that the README shows, as they were measured.
MEASURED = Path(__file__).parent / "measured"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", type=Path, default=MEASURED / "results.csv")
    parser.add_argument("--baselines", type=Path, default=MEASURED / "baselines.csv")
    parser.add_argument("--peers", type=Path, default=MEASURED / "peers.csv")
    parser.add_argument("--budget", type=float, default=10.0, help="seconds per fit (default: 10)")
    parser.add_argument("--jobs", type=int, default=2, help="workers or threads (default: 2)")
    parser.add_argument("--readme", type=Path, help="a file with the two marks")
    return parser.parse_args()


def table(ours: Path, baselines: Path, peers: Path, *, budget_s: float = 10.0, n_jobs: int = 2) -> str:
    """Return the table of three files, of runs with the defaults of our system."""

    def is_wanted(entry: Entry) -> bool:
        return entry.n_jobs == n_jobs and entry.budget_s in {0.0, budget_s} and not entry.excluded and not entry.meta

    files = (ours, baselines, peers)
    own, plain, others = ([entry for entry in ledger.read(path) if is_wanted(entry)] for path in files)
    return markdown(own, opponents_of(plain, others))


def put_between(text: str, content: str) -> str:
    """Return a text with what stands between the marks replaced."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise SystemExit(f"The file needs one line {BEGIN!r} and one line {END!r}, and has not.")
    return f"{text[: text.index(BEGIN)]}{BEGIN}\n{content}\n{text[text.index(END) :]}"


def main() -> None:
    arguments = parse_arguments()
    content = table(
        arguments.ours, arguments.baselines, arguments.peers, budget_s=arguments.budget, n_jobs=arguments.jobs
    )
    print(content)
    if arguments.readme:
        text = arguments.readme.read_text(encoding="utf-8")
        arguments.readme.write_text(put_between(text, content), encoding="utf-8")


if __name__ == "__main__":
    main()
