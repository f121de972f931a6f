from __future__ import annotations

import warnings

import numpy as np
import pytest

from jupyter_metaml import MetaMLError, fit, profile, recommend
from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.search import RunStore, TrialFinished


def test_profile_needs_no_target(frame):
    found = profile(frame)

    assert [column.label for column in found.columns] == list(frame.columns)
    assert found.target is None


def test_ignored_columns_are_dropped_without_a_target(frame):
    found = profile(frame, ignore="year")

    assert [column.label for column in found.columns if not column.plan.is_kept] == ["year"]


def test_options_of_a_task_need_a_target(frame):
    with pytest.raises(UsageError, match="groups"):
        profile(frame, groups="island")


def test_profile_with_a_target_looks_at_it(frame):
    found = profile(frame, "species", treatments={"year": "category"})

    assert found.kind == "multiclass"
    assert [column.plan.treatment for column in found.columns if column.label == "year"] == ["category"]


def test_recommendations_come_with_their_reasons(frame):
    first = recommend(frame, target="species", exclude="catboost")[0]

    assert first.rank == 1
    assert first.why


def test_recommendations_are_what_fit_tries_first(frame, quick, classes_run):
    options = {name: quick[name] for name in ("time_budget_s", "families", "n_jobs", "random_state")}

    first, *_ = recommend(frame, target="species", **options)

    assert first.configuration == classes_run.history.trials[1].configuration


def test_score_on_a_test_frame_is_part_of_the_report(frame, quick):
    run = fit(frame.iloc[:45], target="species", test=frame.iloc[45:], save_run=False, **quick)

    assert run.test_score == run.report().scores.test == pytest.approx(run.score(frame.iloc[45:]))


def test_permuted_target_is_called_no_better_than_the_baseline(frame, quick):
    """Fault row D14."""
    shuffled = frame.assign(species=np.random.default_rng(1).permutation(frame["species"]))

    run = fit(shuffled.drop(columns="seen"), target="species", save_run=False, **quick)

    assert not run.honest_score.beats_baseline
    assert "no better than the baseline" in str(run)


def test_stopped_run_is_resumed_with_its_own_seed(frame, quick, tmp_path):
    def interrupt(event):
        if isinstance(event, TrialFinished):
            raise KeyboardInterrupt

    options = {**quick, "random_state": None, "runs_dir": tmp_path, "max_trials": 2}
    first = fit(frame, target="species", listeners=[interrupt], **options)
    second = fit(frame, target="species", resume=first.id, **options)

    assert second.id == first.id
    assert second.report().settings["random_state"] == first.report().settings["random_state"]


def test_a_run_goes_on_with_its_own_folds_whatever_the_budget(frame, quick, tmp_path):
    def interrupt(event):
        if isinstance(event, TrialFinished):
            raise KeyboardInterrupt

    options = {**quick, "runs_dir": tmp_path, "max_trials": 2, "n_folds": 3}
    first = fit(frame, target="species", listeners=[interrupt], **options)
    second = fit(frame, target="species", resume=first.id, **{**options, "n_folds": None})

    assert (second.id, second.task.splits.n_folds) == (first.id, 3)


def test_run_is_kept_unless_told_otherwise(frame, quick, tmp_path):
    fit(frame, target="species", runs_dir=tmp_path / "kept", **quick)
    fit(frame, target="species", runs_dir=tmp_path / "not", save_run=False, **quick)

    assert len(RunStore(tmp_path / "kept").list()) == 1
    assert RunStore(tmp_path / "not").list() == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "specis"}, "species"),
        ({"target": "species", "time_budget_s": -1}, "time_budget_s"),
        ({"target": "species", "metric": "roc_auk"}, "roc_auk"),
        ({"target": "species", "families": "forrest"}, "forrest"),
        ({"target": "species", "n_jobs": 0}, "n_jobs"),
        ({"target": "species", "treatments": {"yaer": "drop"}}, "year"),
        ({"target": "island", "kind": "regression"}, "regression"),
        ({"target": "species", "groups": "species"}, "species"),
    ],
)
def test_unusable_options_are_errors_that_name_them(frame, quick, options, message):
    with pytest.raises(MetaMLError, match=message):
        fit(frame, save_run=False, **{**quick, **options})


def test_table_without_rows_is_refused(frame, quick):
    with pytest.raises(DataError, match="0 rows"):
        fit(frame.iloc[:0], target="species", save_run=False, **quick)


def test_ignored_column_is_no_feature_and_no_extra(frame, quick):
    run = fit(frame, target="species", ignore="year", save_run=False, **quick)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run.predict(frame)
    assert run.profile.n_columns == 3


def test_unknown_kind_is_refused(frame, quick):
    with pytest.raises(UsageError, match="kind"):
        fit(frame, target="species", kind="clustering", save_run=False, **quick)
