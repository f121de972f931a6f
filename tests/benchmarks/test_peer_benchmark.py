from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from compare_peers import BEGIN, END, put_between
from dev_benchmark.corpus import list_tasks, load_holdout
from dev_benchmark.ledger import Entry
from dev_benchmark.runner import Plan
from peer_benchmark.comparison import NOT_MEASURED, OURS_TITLE, compared, markdown, mean_ranks, opponents_of
from peer_benchmark.contract import FitRequest
from peer_benchmark.line_up import VARIANTS
from peer_benchmark.runner import entry_of, judged, run_peer
from run_peers import pythons

KINDS = {"rmse": "regression", "roc_auc": "binary", "log_loss": "multiclass"}
# A system that stands in for FLAML: the mean for numbers, even chances for classes.
FAKE_FLAML = """
import numpy as np
__version__ = "0.0"
class AutoML:
    def fit(self, X_train, y_train, task, time_budget, n_jobs, seed, **rest):
        assert (len(X_train), time_budget, n_jobs, seed) == (%d, 5.0, 1, 0), (len(X_train), time_budget, n_jobs, seed)
        self.mean = float(y_train.mean()) if task == "regression" else None
        self.classes_ = sorted(set(y_train))
    def predict(self, X):
        return np.full(len(X), self.mean)
    def predict_proba(self, X):
        return np.full((len(X), len(self.classes_)), 1 / len(self.classes_))
"""


@pytest.fixture
def python_with(tmp_path: Path):
    """Return a function that makes a Python which has a module; it stands for an environment of a peer."""

    def made(source: str) -> Path:
        (tmp_path / "packages").mkdir()
        (tmp_path / "packages" / "flaml.py").write_text(source, encoding="utf-8")
        python = tmp_path / "python"
        start = f'PYTHONPATH="$PYTHONPATH:{tmp_path / "packages"}" exec "{sys.executable}" "$@"'
        python.write_text(f"#!/bin/sh\n{start}\n", encoding="utf-8")
        python.chmod(0o755)
        return python

    return made


def plan_for(corpus: Path) -> Plan:
    return Plan(corpus=corpus, budget_s=5.0, n_jobs=1, seed=0)


def entry(system: str, score: float | None, *, task: str = "flats", metric: str = "rmse", **figures) -> Entry:
    settings = {"kind": KINDS[metric], "budget_s": 10.0, "n_jobs": 2, "seed": 0, "constant_score": 2.0}
    return Entry(task=task, system=system, metric=metric, score=score, **settings | figures)


@pytest.mark.parametrize(("name", "n_rows"), [("flats", 90), ("notes", 60)])
def test_a_peer_gets_the_rows_the_seconds_and_the_cores_and_is_scored_here(corpus, python_with, name, n_rows):
    task = list_tasks(corpus, split="dev", only=(name,))[0]

    found = run_peer(plan_for(corpus), task, "flaml", python_with(FAKE_FLAML % n_rows))

    assert found.error == ""
    assert found.score == pytest.approx(found.constant_score, rel=1e-4)
    assert (found.system, found.version, found.budget_s, found.n_rows) == ("flaml", "0.0", 5.0, n_rows)
    assert found.key == entry_of(plan_for(corpus), task, "flaml").key


def test_a_peer_that_fails_is_a_figure(corpus, python_with):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]

    found = run_peer(plan_for(corpus), task, "flaml", python_with("raise ImportError('there is no\\nflaml')"))

    assert found.error == "ImportError: there is no"
    assert found.score is None


def test_a_peer_that_breaks_off_still_has_a_version(corpus, python_with):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]

    found = run_peer(plan_for(corpus), task, "flaml", python_with(FAKE_FLAML % 1))

    assert found.error.startswith("AssertionError: (90, 5.0, 1, 0)")
    assert found.version == "0.0"


def test_predictions_of_other_rows_are_not_scored(corpus):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]
    data = load_holdout(corpus, task, seed=0)

    found = judged(load_holdout(corpus, task, seed=1).fingerprint(), Path("unread.npz"), task, data)

    assert "other rows" in found["error"]


def test_predictions_without_a_figure_are_as_good_as_no_model(corpus, tmp_path):
    task = list_tasks(corpus, split="dev", only=("flats",))[0]
    data = load_holdout(corpus, task, seed=0)
    np.savez(tmp_path / "answers.npz", values=np.full(30, np.nan), labels=np.array([], dtype=str))

    found = judged(data.fingerprint(), tmp_path / "answers.npz", task, data)

    assert "NaN" in found["error"]
    assert "score" not in found


def test_target_gets_a_name_that_no_feature_has(tmp_path):
    X, y = pd.DataFrame({"target": [1, 2], "target_": [3, 4]}), pd.Series([0.0, 1.0])
    request = FitRequest(X=X, y=y, kind="regression", budget_s=1.0, n_jobs=1, seed=0, folder=tmp_path)

    assert list(request.table) == ["target", "target_", "target__"]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_peer_can_be_made_without_its_system(name, tmp_path):
    X, y = pd.DataFrame({"size": [1, 2]}), pd.Series(["a", "b"])
    request = FitRequest(X=X, y=y, kind="binary", budget_s=1.0, n_jobs=1, seed=0, folder=tmp_path)

    assert VARIANTS[name].make(request).request is request


def test_missing_environments_and_unknown_peers_are_named(tmp_path):
    with pytest.raises(SystemExit, match="flaml/bin/python"):
        pythons(tmp_path, ("flaml_data",))
    with pytest.raises(SystemExit, match="No such peer: castles"):
        pythons(tmp_path, ("castles",))


def test_a_task_counts_with_the_mean_of_the_seeds_that_gave_both_a_model():
    ours = [entry("ours", score, seed=seed) for seed, score in enumerate((1.0, 3.0, None))]
    theirs = [entry("flaml", score, seed=seed) for seed, score in enumerate((2.0, 2.5, 0.1))]

    (found,) = compared(ours, theirs)

    assert (found.ours.score, found.baseline.score, found.outcome) == (2.0, 2.25, "win")


def test_ranks_are_of_shared_tasks_and_without_a_model_the_last():
    ours = [entry("ours", 1.0, task="a"), entry("ours", 0.9, task="b", metric="roc_auc"), entry("ours", 1.0, task="c")]
    theirs = [entry("flaml", None, task="a"), entry("flaml", 0.95, task="b", metric="roc_auc")]

    assert mean_ranks({"ours": ours, "theirs": theirs}) == ({"ours": 1.5, "theirs": 1.5}, 2)


def test_table_has_wins_and_losses_and_names_where_we_lose():
    ours = [entry("ours", 1.0, task=task, fit_s=10.0, overshoot_s=0.0) for task in "abc"]
    plain = [
        entry(system, score, task=task, cv_score=score, budget_s=0.0)
        for task in "abc"
        for system, score in (("linear", 1.5), ("lightgbm", 1.2))
    ]
    peers = [
        entry("flaml", 0.5, task="a", fit_s=10.5, overshoot_s=0.5, version="2.7"),
        entry("flaml", 1.0, task="b", fit_s=30.0, overshoot_s=20.0, version="2.7"),
        entry("flaml", None, task="c", error="ValueError: no"),
    ]

    text = markdown(ours, opponents_of(plain, peers))

    assert f"| **{OURS_TITLE}** |  |  |  | 0 |  | 1.5 | 10.0 / 10.0 |" in text
    assert "| FLAML 2.7 | 0 | 1 | 1 | 1 | -12.50 | 2.2 | 20.2 / 30.0 |" in text
    assert "| the best of the four, by cross-validation | 3 | 0 | 0 | 0 | +10.00 |  |  |" in text
    assert "Beside FLAML 2.7 we lose most on a (-25.0)." in text
    assert "more than they were given: jupyter_metaml 0, FLAML 2.7 1." in text
    assert "| a | rmse | 1 | 1.2 | **0.5** |" in text
    assert "| c | rmse | **1** | 1.2 | no model |" in text
    assert "Ranks are over 3 runs that all have." in text


def test_a_task_that_a_peer_has_not_run_is_no_failure_of_it():
    ours = [entry("ours", 1.0, task=task) for task in "ab"]
    peers = [entry("flaml_data", 0.5, task="a", version="2.7")]

    text = markdown(ours, opponents_of([], peers))

    assert "| FLAML 2.7, learned start | 0 | 0 | 1 | 0 |" in text
    assert "| b | rmse | **1** |  |" in text


def test_without_figures_nothing_is_said():
    assert markdown([], opponents_of([], [])) == NOT_MEASURED
    assert markdown([replace(entry("ours", 1.0), task="a")], []) == NOT_MEASURED


def test_table_goes_between_the_marks():
    text = put_between(f"above\n{BEGIN}\nold\n{END}\nbelow\n", "new")

    assert text == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"
    with pytest.raises(SystemExit, match="comparison: begin"):
        put_between("no marks", "new")
