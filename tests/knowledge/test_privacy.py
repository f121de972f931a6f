"""What is kept of a run: statistics, never cells, names, labels or texts (F13)."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml import fit, load_run
from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.knowledge import KnowledgeBase, Store, opted_out, remember
from jupyter_metaml.knowledge.privacy import MIN_SHARED_ROWS, REMEMBER_VARIABLE, shareable
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.profiling.meta_features import META_FEATURES
from jupyter_metaml.tasks import make_task as task_of

SECRET = "tok3n"
LINEAR = Configuration.of("linear", C=0.5, scaler="robust")


def secret_revenue(y_true, y_pred):
    """Score as somebody's own function would, under a name that says too much."""
    return float(np.mean(y_true == y_pred))


secret_revenue.__name__ = f"{SECRET}_revenue"


@pytest.fixture
def frame():
    """Make a table full of secrets: names of columns, cells, labels."""
    rng = np.random.default_rng(0)
    n = 160
    return pd.DataFrame(
        {
            f"{SECRET}_age": rng.normal(size=n),
            f"{SECRET}_name": [f"{SECRET}-{i % 40}" for i in range(n)],
            f"{SECRET}_note": [f"the {SECRET} of row {i} is {SECRET}{i} and more words" for i in range(n)],
            f"{SECRET}_y": rng.choice([f"{SECRET} yes", f"{SECRET} no"], size=n),
        }
    )


def trial_of(configuration=LINEAR, **changes):
    fields = {
        "number": 1,
        "configuration": configuration,
        "origin": "recommended",
        "status": TrialStatus.DONE,
        "reason": f"ValueError: could not convert '{SECRET}' of column {SECRET}_age in /home/{SECRET}/file",
        "fold_scores": (0.5, float("nan")),
        "score": 0.75,
        "fold_losses": (0.5, 0.5),
        "loss": 0.5,
        "oof": np.zeros((160, 2)),
        "fit_s": 1.0,
        "predict_s": 0.5,
        "memory_mib": 100.0,
        "found": {"n_estimators": 10, SECRET: SECRET},
        "model_file": f"/home/{SECRET}/models/1",
        "model_mib": 1.0,
        "n_models": 5,
    }
    return Trial(**{**fields, **changes})


def remembered(frame, trials=(), target=f"{SECRET}_y", **options):
    task = task_of(frame, target, **options)
    return remember(task, profile_task(task, landmarks=False), trials)


def files_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the content of all files, and of what is packed in them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())


def test_nothing_that_is_secret_is_stored_exported_or_logged(frame, home, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("API_TOKEN", f"{SECRET}-of-the-environment")
    caplog.set_level(logging.DEBUG)
    trials = [
        trial_of(),
        trial_of(Configuration.of(SECRET)),
        trial_of(Configuration.of("linear", scaler=SECRET)),
        trial_of(Configuration.of("linear", **{SECRET: 1.0})),
        trial_of(Configuration.of("linear", C=2.0), status=TrialStatus.FAILED, score=None, loss=None),
    ]

    task, records = remembered(frame, trials, metric=secret_revenue)
    with Store.open() as store:
        store.add(task, records)
        store.export(tmp_path / "export.zip")
        names = [name for name, content in files_under(tmp_path) if SECRET.encode() in content]
    names += [name for name, content in files_under(tmp_path) if SECRET.encode() in content]

    assert names == []
    assert SECRET not in repr(task) + repr(records)
    assert SECRET not in caplog.text
    assert len(list(files_under(tmp_path))) > 8
    assert [trial.configuration.family for trial in records] == ["linear", "linear"]


def test_every_text_that_is_kept_is_a_hash_or_a_word_of_ours(frame):
    task, (trial,) = remembered(frame, [trial_of()])

    assert re.fullmatch("[0-9a-f]{32}", task.id)
    assert re.fullmatch("[0-9a-f]{32}", task.family)
    assert (task.origin, task.kind, task.metric, trial.status) == ("own", "binary", "roc_auc", "done")
    assert trial.versions.startswith("scikit-learn ")


def test_numbers_of_the_run_are_kept(frame):
    task, (trial,) = remembered(frame, [trial_of()])

    assert (task.n_rows, task.n_columns, task.n_classes) == (160, 3, 2)
    assert (trial.score, trial.loss, trial.fit_s, trial.predict_s, trial.memory_mib) == (0.75, 0.5, 1.0, 0.5, 100.0)
    assert trial.fold_scores[0] == 0.5
    assert trial.configuration == LINEAR


def test_meta_features_are_those_that_are_declared_and_finite(frame):
    task = task_of(frame, f"{SECRET}_y")
    profile = profile_task(task, landmarks=False)
    object.__setattr__(profile, "meta_features", {**profile.meta_features, SECRET: 1.0, "imbalance": float("inf")})

    record, _ = remember(task, profile, [])

    assert set(record.meta_features) <= set(META_FEATURES)
    assert len(record.meta_features) > 10
    assert np.isfinite(list(record.meta_features.values())).all()


@pytest.mark.parametrize("metric", [None, "accuracy", "neg_log_loss"])
def test_metric_that_everybody_knows_keeps_its_name(frame, metric):
    task, _ = remembered(frame, metric=metric)

    assert task.metric in {"roc_auc", "accuracy", "log_loss"}


def test_own_function_is_called_custom_even_under_a_known_name(frame):
    def accuracy(y_true, y_pred):
        return float(np.mean(y_true == y_pred))

    def r2(y_true, y_pred):
        return -float(np.abs(y_true - y_pred).sum())

    assert remembered(frame, metric=accuracy)[0].metric == "custom"
    assert remembered(frame, target=f"{SECRET}_age", metric=r2)[0].metric == "custom"


def test_baseline_is_not_remembered(frame):
    _, trials = remembered(frame, [trial_of(Configuration.of("baseline"), origin="baseline", number=0)])

    assert trials == ()


def test_entry_of_a_portfolio_is_remembered_as_that_entry(frame):
    built = Configuration.of("lightgbm", n_estimators=120, learning_rate=0.17, extra_trees=True)
    entry = Configuration.of("lightgbm", extra_trees=True)
    task = task_of(frame, f"{SECRET}_y")

    _, (trial,) = remember(task, profile_task(task, landmarks=False), [trial_of(built)], asked={built: entry})

    assert trial.configuration == entry
    assert trial.versions.startswith("lightgbm ")


def test_failure_is_remembered_as_one(frame):
    _, (trial,) = remembered(frame, [trial_of(status=TrialStatus.TIMED_OUT, score=None, loss=None, fold_scores=())])

    assert (trial.status, trial.score, trial.loss) == ("timed out", None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_score_that_is_no_number_is_none(frame, number):
    _, (trial,) = remembered(frame, [trial_of(score=number, loss=number)])

    assert (trial.score, trial.loss) == (None, None)


# ------------------------------------------------------------------ the same, relatives, strangers


def test_same_table_is_the_same_task(frame):
    assert remembered(frame)[0].id == remembered(frame.copy())[0].id


def test_another_metric_is_another_task_of_the_family(frame):
    first, second = remembered(frame)[0], remembered(frame, metric="accuracy")[0]

    assert first.id != second.id
    assert first.family == second.family


def test_more_rows_of_a_table_are_another_task_of_the_family(frame):
    first, second = remembered(frame)[0], remembered(frame.iloc[:120])[0]

    assert first.id != second.id
    assert first.family == second.family


def test_order_of_columns_does_not_matter_to_the_family(frame):
    assert remembered(frame)[0].family == remembered(frame[frame.columns[::-1]])[0].family


def test_other_columns_or_another_target_are_another_family(frame):
    families = {
        remembered(frame)[0].family,
        remembered(frame.rename(columns={f"{SECRET}_age": "years"}))[0].family,
        remembered(frame, target=f"{SECRET}_age")[0].family,
    }

    assert len(families) == 3


def test_arrays_have_no_names_to_be_relatives_by():
    rng = np.random.default_rng(1)
    y = rng.integers(2, size=60)

    families = {remembered(rng.normal(size=(60, 3)), target=y)[0].family for _ in range(2)}

    assert len(families) == 2


# ------------------------------------------------------------------ what may leave the machine


@pytest.fixture
def own(make_task, make_trial):
    """Make a base of a table that may leave the machine, and one that is too small."""
    return KnowledgeBase.of(
        [
            (make_task("large", n_rows=MIN_SHARED_ROWS), [make_trial(1.0)]),
            (make_task("small", n_rows=MIN_SHARED_ROWS - 1), [make_trial(1.0), make_trial(2.0)]),
        ]
    )


def test_small_tables_and_what_only_they_have_tried_stay(own):
    shared = shareable(own, salt="a")

    assert [task.n_rows for task in shared.tasks] == [MIN_SHARED_ROWS]
    assert shared.configurations == (Configuration.of("linear", C=1.0),)


def test_names_depend_on_the_salt_alone(own):
    first, again, other = (shareable(own, salt=salt).tasks[0] for salt in ("a", "a", "b"))

    assert (first.id, first.family) == (again.id, again.family)
    assert first.id != other.id
    assert first.family != other.family
    assert first.id != "large"


def test_nothing_to_share_is_an_empty_base(make_task, make_trial):
    small = KnowledgeBase.of([(make_task(n_rows=5), [make_trial()])])

    assert shareable(small, salt="a").n_tasks == 0
    assert shareable(KnowledgeBase.empty(), salt="a").n_tasks == 0


# ------------------------------------------------------------------ the way out


@pytest.mark.parametrize(("word", "said"), [("off", True), (" NO ", True), ("0", True), ("on", False), ("", False)])
def test_environment_says_whether_runs_are_kept_out(monkeypatch, word, said):
    monkeypatch.setenv(REMEMBER_VARIABLE, word)

    assert opted_out() is said


def test_runs_are_kept_where_the_environment_says_nothing(monkeypatch):
    monkeypatch.delenv(REMEMBER_VARIABLE, raising=False)

    assert not opted_out()


def test_other_words_in_the_environment_are_refused(monkeypatch):
    monkeypatch.setenv(REMEMBER_VARIABLE, "perhaps")

    with pytest.raises(UsageError, match="Set it to 'on' or 'off'"):
        opted_out()


# ------------------------------------------------------------------ a whole run


def test_run_on_secret_data_leaves_none_of_it_among_experience(frame, home, tmp_path, caplog):
    caplog.set_level(logging.INFO)

    fit(frame, target=f"{SECRET}_y", time_budget_s=60, max_trials=2, families="linear", n_jobs=1, save_run=False)
    with Store.open() as store:
        n_tasks = store.export(tmp_path / "export.zip")

    assert n_tasks == 1
    assert [name for name, content in files_under(tmp_path) if SECRET.encode() in content] == []
    assert SECRET not in caplog.text


def test_run_that_is_kept_holds_no_environment_and_no_single_cell(home, tmp_path, monkeypatch, caplog):
    """What a model has to know of the rows it keeps in `models`; everything else of a run is read here."""
    monkeypatch.setenv("API_TOKEN", "env-t0ken")
    caplog.set_level(logging.DEBUG)
    rng = np.random.default_rng(0)
    people = [f"p3rson-{number}" for number in range(160)]
    table = pd.DataFrame({"age": rng.normal(size=160), "who": people, "answer": np.arange(160) % 2})

    run = fit(table, target="answer", time_budget_s=60, max_trials=2, families="linear", n_jobs=1)
    load_run(run.report().run_id)  # which waits for the report to be written
    with Store.open() as store:
        store.export(tmp_path / "export.zip")

    files = dict(files_under(tmp_path))
    told = [*(content for name, content in files.items() if not name.startswith("model")), caplog.text.encode()]
    told += [repr(run).encode(), str(run).encode()]
    assert {"report.json", "run.json", "knowledge.sqlite3", "export.zip"} <= files.keys()
    assert [name for name, content in files.items() if b"env-t0ken" in content] == []
    assert [content for content in told if b"env-t0ken" in content or b"p3rson-" in content] == []
