"""One system on one task in a process of its own, watched from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from dev_benchmark.corpus import CorpusTask
from dev_benchmark.ledger import Entry
from dev_benchmark.one_run import OURS
from dev_benchmark.scoring import METRICS

SAMPLE_EVERY_S = 0.2
# A system that hangs shall not stop the benchmark: so long beyond its budget it may take to start, fit and predict.
PATIENCE_S = 600.0
LAST_LINES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run goes with; runs that are compared differ in one of these."""

    corpus: Path
    budget_s: float
    n_jobs: int
    seed: int
    exclude: tuple[str, ...] = ()
    meta: str = ""
    with_curve: bool = False

    @property
    def arm(self) -> str:
        """Name what may differ between runs that are compared."""
        named = [f"meta={self.meta}"] if self.meta else []
        named += [f"without {'+'.join(self.exclude)}"] if self.exclude else []
        return ", ".join(named) or "defaults"

    def entry(self, task: CorpusTask, system: str, **figures: Any) -> Entry:
        """Return a ledger entry of this plan; only our system has a budget, knowledge, and families to leave out."""
        is_ours = system == OURS
        return Entry(
            task=task.id,
            system=system,
            kind=task.kind,
            metric=METRICS[task.kind],
            budget_s=self.budget_s if is_ours else 0.0,
            n_jobs=self.n_jobs,
            seed=self.seed,
            excluded="+".join(self.exclude) if is_ours else "",
            meta=self.meta if is_ours else "",
            **figures,
        )


def run_one(plan: Plan, task: CorpusTask, system: str) -> Entry:
    """Run a system on a task and return its figures, or the reason why there are none."""
    with tempfile.TemporaryDirectory(prefix="dev_benchmark_") as folder:
        out = Path(folder) / "figures.json"
        variables = environment(plan, system, folder)
        figures = run_process(command(plan, task, system, out), variables, out, timeout_s=plan.budget_s + PATIENCE_S)
    return plan.entry(task, system, **rounded(figures))


def run_process(
    words: Sequence[str], variables: dict[str, str], out: Path, *, timeout_s: float, cwd: Path | None = None
) -> dict[str, Any]:
    """Run a command and return the figures that it writes to `out`, or the reason why there are none.

    The peak of its memory is added to them.  Of a run with an error the last lines are printed.
    """
    log = out.with_name("log.txt")
    with log.open("wb") as stream:
        process = subprocess.Popen(words, env=variables, cwd=cwd, stdout=stream, stderr=stream)
        peak_mib, timed_out = watch(process, timeout_s=timeout_s)
    figures = json.loads(out.read_text(encoding="utf-8")) if out.exists() and not timed_out else {}
    if timed_out:
        figures = {"error": f"no answer {PATIENCE_S:.0f} s after its budget"}
    elif not figures:
        figures = {"error": f"ended with exit status {process.returncode}"}
    if "error" in figures:
        print("\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]))
    return figures | {"peak_mib": round(peak_mib, 1)}


def command(plan: Plan, task: CorpusTask, system: str, out: Path) -> Sequence[str]:
    options = {
        "--corpus": plan.corpus,
        "--task": task.id,
        "--system": system,
        "--budget": plan.budget_s,
        "--jobs": plan.n_jobs,
        "--seed": plan.seed,
        "--exclude": ",".join(plan.exclude),
        "--meta": plan.meta,
        "--out": out,
    }
    words = [str(word) for pair in options.items() for word in pair] + ["--curve"] * plan.with_curve
    return [sys.executable, "-m", "dev_benchmark.one_run", *words]


def environment(plan: Plan, system: str, folder: str) -> dict[str, str]:
    """Return the variables of the process: runs are stored in its own folder.

    The baselines get the thread settings that suit them; ours has to find its own, as it would for anybody.
    """
    variables = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "JUPYTER_METAML_HOME": folder}
    if system != OURS:
        variables |= {"OMP_NUM_THREADS": str(plan.n_jobs), "OMP_WAIT_POLICY": "passive"}
    return variables


def watch(process: subprocess.Popen[bytes], *, timeout_s: float) -> tuple[float, bool]:
    """Wait for a process; return the peak memory of its tree in MiB and whether it had to be killed.

    Memory is the sum of what is resident in each process, so that pages which two of them share count twice.
    """
    started, peak = time.monotonic(), 0.0
    while process.poll() is None:
        peak = max(peak, resident_mib(process.pid))
        if time.monotonic() - started > timeout_s:
            end_tree(process.pid)
            process.wait()
            return peak, True
        time.sleep(SAMPLE_EVERY_S)
    return peak, False


def resident_mib(pid: int) -> float:
    total = 0
    for member in tree(pid):
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def end_tree(pid: int) -> None:
    for member in tree(pid):
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    """Keep six significant digits, which is more than any difference here means."""
    return {name: float(f"{value:.6g}") if isinstance(value, float) else value for name, value in figures.items()}
