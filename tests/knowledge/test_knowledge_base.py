"""What was seen before, as one table: tasks by configurations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.knowledge.knowledge_base import ARRAYS
from jupyter_metaml.pipelines import Configuration

LINEAR_1, LINEAR_2 = Configuration.of("linear", C=1.0), Configuration.of("linear", C=2.0)


@pytest.fixture
def base(make_task, make_trial):
    """Make a base of two tasks and two configurations; the second task has never seen the second one."""
    return KnowledgeBase.of(
        [
            (make_task("first"), [make_trial(1.0, loss=0.1), make_trial(2.0, loss=0.2)]),
            (make_task("second", kind="regression", n_classes=0), [make_trial(1.0, loss=0.3)]),
        ]
    )


def test_base_is_dense_and_never_tried_is_nan(base):
    assert base.configurations == (LINEAR_1, LINEAR_2)
    np.testing.assert_array_equal(base.loss, [[0.1, 0.2], [0.3, np.nan]])
    assert (base.n_tasks, base.n_trials) == (2, 3)
    assert repr(base) == "KnowledgeBase(2 tasks x 2 configurations, 3 trials)"


def test_empty_base_has_the_shape_of_nothing():
    empty = KnowledgeBase.empty()

    assert (empty.n_tasks, empty.n_trials, empty.loss.shape) == (0, 0, (0, 0))


def test_trial_without_result_is_infinitely_bad(make_task, make_trial):
    base = KnowledgeBase.of([(make_task(), [make_trial(loss=None, score=None, status="crashed", fit_s=9.0)])])

    assert base.loss[0, 0] == np.inf
    assert np.isnan(base.score[0, 0])
    assert base.fit_s[0, 0] == 9.0
    assert base.n_trials == 1


def test_last_trial_with_a_result_counts(make_task, make_trial):
    trials = [make_trial(loss=0.3), make_trial(loss=0.2), make_trial(loss=None)]

    assert KnowledgeBase.of([(make_task(), trials)]).loss[0, 0] == 0.2


def test_task_may_come_in_pieces(make_task, make_trial):
    base = KnowledgeBase.of([(make_task(), [make_trial(1.0)]), (make_task(n_rows=7), [make_trial(2.0)])])

    assert base.n_tasks == 1
    assert base.tasks[0].n_rows == 7
    assert base.n_trials == 2


def test_part_of_one_kind(base):
    assert [task.id for task in base.of_kind("regression").tasks] == ["second"]


@pytest.mark.parametrize("which", [[False, True], [1], np.array([1])])
def test_part_of_some_tasks(base, which):
    part = base.rows(which)

    assert [task.id for task in part.tasks] == ["second"]
    np.testing.assert_array_equal(part.loss, [[0.3, np.nan]])


@pytest.mark.parametrize("which", [[False, True], [1], np.array([1])])
def test_part_of_some_configurations(base, which):
    part = base.columns(which)

    assert part.configurations == (LINEAR_2,)
    np.testing.assert_array_equal(part.loss, [[0.2], [np.nan]])


@pytest.mark.parametrize("which", [[], np.array([], dtype=bool)])
def test_part_of_nothing(base, which):
    assert base.rows(which).loss.shape == (0, 2)
    assert base.columns(which).loss.shape == (2, 0)


def test_families_of_the_tasks(base):
    assert base.families.tolist() == ["family of first", "family of second"]


def test_joined_bases_know_both_and_the_first_one_counts(base, make_task, make_trial):
    other = KnowledgeBase.of(
        [
            (make_task("second"), [make_trial(1.0, loss=0.9), make_trial(2.0, loss=0.8)]),
            (make_task("third"), [make_trial(3.0, loss=0.7)]),
        ]
    )

    both = base.joined(other)

    losses = {task.id: row.tolist() for task, row in zip(both.tasks, both.loss, strict=True)}
    assert both.configurations == (LINEAR_1, LINEAR_2, Configuration.of("linear", C=3.0))
    np.testing.assert_array_equal(losses["first"], [0.1, 0.2, np.nan])
    np.testing.assert_array_equal(losses["second"], [0.3, 0.8, np.nan])
    np.testing.assert_array_equal(losses["third"], [np.nan, np.nan, 0.7])
    assert next(task.kind for task in both.tasks if task.id == "second") == "regression"


def test_joining_nothing_changes_nothing(base):
    for both in (base.joined(KnowledgeBase.empty()), KnowledgeBase.empty().joined(base)):
        assert both.tasks == base.tasks
        np.testing.assert_array_equal(both.loss, base.loss)


def test_records_make_the_same_base_again(base):
    again = KnowledgeBase.of(base.records())

    assert (again.tasks, again.configurations) == (base.tasks, base.configurations)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(again, name), getattr(base, name))


def test_records_of_failures_say_so(make_task, make_trial):
    base = KnowledgeBase.of([(make_task(), [make_trial(loss=None, score=None)])])

    ((_, (trial,)),) = base.records()

    assert (trial.status, trial.loss, trial.score) == ("failed", None, None)


def test_bases_of_the_same_records_say_the_same(base):
    assert base.says_the_same(KnowledgeBase.of(base.records()))
    assert not base.says_the_same(base.rows([0]))
    assert not base.says_the_same(base.columns([1, 0]))


@pytest.mark.parametrize("name", ARRAYS)
def test_another_number_is_not_the_same(base, name):
    values = getattr(base, name).copy()
    values[0, 0] = 7.0

    assert not base.says_the_same(replace(base, **{name: values}))


def test_base_can_be_protected(base):
    shared = base.read_only()

    with pytest.raises(ValueError, match="read-only"):
        shared.loss[0, 0] = 0.0
