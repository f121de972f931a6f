from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dev_benchmark.corpus import list_tasks
from dev_benchmark.runner import Plan, run_one, watch


def plan_for(corpus: Path) -> Plan:
    return Plan(corpus=corpus, budget_s=5.0, n_jobs=1, seed=0)


def test_a_baseline_runs_in_its_own_process(corpus: Path):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]

    entry = run_one(plan_for(corpus), task, "linear")

    assert entry.error == ""
    assert (entry.n_rows, entry.n_columns) == (90, 3)
    assert entry.score is not None
    assert entry.peak_mib is not None


def test_an_error_is_a_figure(corpus: Path):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]

    entry = run_one(plan_for(corpus / "nowhere"), task, "linear")

    assert entry.error.startswith("FileNotFoundError")
    assert entry.score is None


def test_a_process_that_hangs_is_ended():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])

    _, timed_out = watch(process, timeout_s=0.1)

    assert timed_out
    assert process.returncode != 0


def test_budget_and_families_belong_to_our_system_only(corpus: Path):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]
    plan = Plan(corpus=corpus, budget_s=5.0, n_jobs=1, seed=0, exclude=("catboost",))

    assert plan.entry(task, "linear").key == plan_for(corpus).entry(task, "linear").key
    assert plan.entry(task, "jupyter_metaml").excluded == "catboost"


def test_what_differs_between_runs_is_named(corpus: Path):
    plan = Plan(corpus=corpus, budget_s=5.0, n_jobs=1, seed=0, meta="off", exclude=("catboost", "mlp"))

    assert plan.arm == "meta=off, without catboost+mlp"
    assert plan_for(corpus).arm == "defaults"
