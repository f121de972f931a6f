from __future__ import annotations

from pathlib import Path

import pytest
from dev_benchmark.any_time import Watcher, curve_text
from dev_benchmark.corpus import list_tasks, load_holdout
from dev_benchmark.our_system import score_run

from jupyter_metaml import fit


@pytest.mark.parametrize("name", ["flats", "notes"])
def test_last_point_of_a_curve_is_the_score_of_the_result(corpus: Path, tmp_path: Path, name: str):
    task = list_tasks(corpus, split="dev", only=(name,))[0]
    data, watcher = load_holdout(corpus, task, seed=0), Watcher(folder=tmp_path)
    options = {"families": ("linear", "nearest_neighbours"), "executor": "inline", "n_jobs": 1, "random_state": 0}
    run = fit(
        data.X_train.assign(**{task.target: data.y_train}),
        target=task.target,
        time_budget_s=600,
        max_trials=3,
        meta="off",
        remember=False,
        runs_dir=tmp_path / "runs",
        listeners=[watcher],
        **options,
    )

    curve = watcher.curve(run, task, data, budget_s=600.0)

    assert curve[600.0] == pytest.approx(score_run(run, task, data), abs=1e-6)
    assert next(iter(curve)) == 0.0
    assert list(curve) == sorted(curve)
    first_s, second_s = sorted(watcher.finished_s.values())[:2]
    assert first_s <= watcher.asked_s < second_s  # a linear model comes first, whatever is known
    assert set(watcher.finished_s.values()) < set(curve)


def test_a_curve_fits_into_one_cell():
    assert curve_text({2.0: 0.5, 10.0: 0.912345678}) == "2:0.5 10:0.912346"
