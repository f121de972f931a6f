from __future__ import annotations

from jupyter_metaml.automl.meta.standings import standings
from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
from jupyter_metaml.pipelines import Configuration


def base(*tasks: dict[str, float | None]) -> KnowledgeBase:
    seen = []
    for number, losses in enumerate(tasks):
        task = TaskRecord(
            id=f"t{number}",
            family="",
            origin="own",
            kind="binary",
            metric="roc_auc",
            n_rows=9,
            n_columns=2,
            n_classes=2,
        )
        trials = [
            TrialRecord(configuration=Configuration.of(name), status="done", score=None, loss=loss)
            for name, loss in losses.items()
        ]
        seen.append((task, trials))
    return KnowledgeBase.of(seen)


def test_nothing_seen_has_no_standings():
    assert standings(KnowledgeBase.empty()) == {}


def test_families_come_in_the_order_of_their_ranks():
    found = standings(base({"linear": 0.5, "svm": 0.1, "mlp": 0.3}, {"linear": 5.0, "svm": 1.0, "mlp": 4.0}))

    assert list(found) == ["svm", "mlp", "linear"]
    assert (found["svm"].n_best, found["svm"].n_tasks, found["svm"].rank) == (2, 2, 0.0)


def test_one_lucky_task_is_worth_less_than_many_good_ones():
    found = standings(base({"svm": 0.1, "mlp": 0.3}, *[{"mlp": 0.2, "linear": 0.4}] * 4))

    assert next(iter(found)) == "mlp"


def test_failures_count_as_tried_and_never_as_best():
    found = standings(base({"svm": None, "mlp": None}, {"svm": None, "mlp": 0.2}))

    assert list(found) == ["mlp", "svm"]
    assert (found["svm"].n_tasks, found["svm"].n_best) == (2, 0)
