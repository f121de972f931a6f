from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl.meta.given_tasks import given_tasks
from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.generation import Linear, sample_tasks
from jupyter_metaml.tasks import make_task

FRAME = pd.DataFrame({"a": range(20), "who": np.repeat(range(10), 2), "y": ["no", "yes"] * 10})


def test_a_task_gives_its_labels_and_its_roles():
    (given,) = given_tasks([make_task(FRAME, "y", groups="who")])

    assert given.y.tolist() == FRAME["y"].tolist()
    assert given.X.columns.tolist() == ["a"]
    assert given.roles["groups"].tolist() == FRAME["who"].tolist()
    assert list(given.roles) == ["groups"]
    assert given.kind == "binary"


def test_generated_tasks_keep_their_family():
    task = next(iter(sample_tasks(Linear(), 1)))

    (given,) = given_tasks([task])

    assert given.family == task.family != ""


def test_pairs_pass_as_they_are():
    (given,) = given_tasks([(FRAME[["a"]], FRAME["y"])])

    assert given.X.equals(FRAME[["a"]])
    assert given.kind is None


def test_tasks_are_taken_when_they_are_asked_for():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield FRAME[["a"]], FRAME["y"]

    reader = given_tasks(endless())
    next(reader)
    next(reader)

    assert len(taken) == 2


@pytest.mark.parametrize(
    ("tasks", "named"),
    [
        (FRAME, "a DataFrame"),
        ((FRAME[["a"]], FRAME["y"]), "a tuple of 2"),
        (7, "a int"),
        ("digits", "a str"),
    ],
    ids=["a table", "one pair", "a number", "a name"],
)
def test_one_task_instead_of_several_is_refused_with_the_right_form(tasks, named):
    with pytest.raises(UsageError, match=rf"The tasks are {named}\. .*One task is a list of one\."):
        given_tasks(tasks)


@pytest.mark.parametrize("entry", ["digits", (1, 2, 3), FRAME], ids=["a name", "a triple", "a table"])
def test_an_entry_of_another_form_is_refused_by_its_number(entry):
    with pytest.raises(UsageError, match="Task number 2 is a"):
        list(given_tasks([(FRAME[["a"]], FRAME["y"]), entry]))


def test_two_pairs_in_a_tuple_are_two_tasks():
    pair = (FRAME[["a"]], FRAME["y"])

    assert len(list(given_tasks((pair, pair)))) == 2


def test_numbers_are_not_for_a_classifier(classifier, regressor):
    (labels,) = given_tasks([make_task(FRAME, "y")])
    (numbers,) = given_tasks([make_task(FRAME[["a", "who"]], "a", kind="regression")])

    labels.check_for(classifier())
    numbers.check_for(regressor())
    with pytest.raises(DataError, match="regression task is not for AutoMLClassifier"):
        numbers.check_for(classifier())
    with pytest.raises(DataError, match="wrap an AutoMLClassifier"):
        labels.check_for(regressor())
