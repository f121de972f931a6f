"""One peer on one task in a process of its own, in the peer's Python; the score is computed here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from dev_benchmark.corpus import CorpusTask, Holdout, load_holdout
from dev_benchmark.ledger import Entry
from dev_benchmark.runner import PATIENCE_S, Plan, rounded, run_process
from dev_benchmark.scoring import score_constant, score_numbers, score_probabilities

BENCHMARKS = Path(__file__).parents[1]
# A peer's Python shall see its own packages only.
OURS_ONLY = ("PYTHONHOME", "VIRTUAL_ENV")


def run_peer(plan: Plan, task: CorpusTask, peer: str, python: Path) -> Entry:
    """Run a peer on a task and return its figures, or the reason why there are none."""
    data = load_holdout(plan.corpus, task, seed=plan.seed)
    with tempfile.TemporaryDirectory(prefix="peer_benchmark_", ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "figures.json"
        figures = run_process(
            command(plan, task, peer, python, out),
            environment(folder),
            out,
            timeout_s=plan.budget_s + PATIENCE_S,
            cwd=Path(folder),  # peers drop folders and logs where they run
        )
        rows = figures.pop("rows", "")
        if "error" not in figures:
            figures |= judged(rows, out.with_suffix(".npz"), task, data)
    shape = {"n_rows": len(data.X_train), "n_columns": data.X_train.shape[1]}
    return entry_of(plan, task, peer, **shape, **rounded(figures))


def entry_of(plan: Plan, task: CorpusTask, peer: str, **figures: Any) -> Entry:
    """Return a ledger entry of a peer, which has seconds as our system has."""
    return replace(plan.entry(task, peer, **figures), budget_s=plan.budget_s)


def command(plan: Plan, task: CorpusTask, peer: str, python: Path, out: Path) -> Sequence[str]:
    options = {
        "--corpus": plan.corpus.resolve(),
        "--task": task.id,
        "--peer": peer,
        "--budget": plan.budget_s,
        "--jobs": plan.n_jobs,
        "--seed": plan.seed,
        "--out": out,
    }
    words = [str(word) for pair in options.items() for word in pair]
    # Not resolved: the link in an environment's folder is what makes it that environment.
    return [str(python.absolute()), "-m", "peer_benchmark.one_fit", *words]


def environment(folder: str) -> dict[str, str]:
    """Return the variables of the process: what it writes goes into its own folder, and no thread spins while it waits.

    Two libraries that spin slow each other down many times on small tables. Ours sees to that by itself.
    """
    variables = {name: value for name, value in os.environ.items() if name not in OURS_ONLY}
    return variables | {
        "PYTHONPATH": str(BENCHMARKS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": folder,
        "MPLBACKEND": "Agg",
        "OMP_WAIT_POLICY": "passive",
    }


def judged(rows: str, answers: Path, task: CorpusTask, data: Holdout) -> dict[str, Any]:
    """Score the predictions, if they are of the rows that everybody gets."""
    if rows != data.fingerprint():
        return {"error": "its pandas read other rows or other cells from the file"}
    with np.load(answers) as arrays:
        values, labels = arrays["values"], arrays["labels"].tolist()
    y_test = data.y_test.to_numpy()
    try:
        if task.kind == "regression":
            score = score_numbers(y_test, values)
        else:
            score = score_probabilities(y_test, values, labels)
    except ValueError as error:  # no figures, or too few: as good as no model
        return {"error": f"{type(error).__name__}: {error}"}
    return {"score": score, "constant_score": score_constant(data.y_train.to_numpy(), y_test, kind=task.kind)}
