from __future__ import annotations

import pytest

from jupyter_metaml.metalearning import Query
from jupyter_metaml.pipelines import Configuration

LINEAR = Configuration.of("linear")


def query(**changes):
    return Query(
        **{
            "kind": "binary",
            "meta_features": {},
            "n_rows": 9,
            "n_columns": 2,
            "n_classes": 2,
            "budget_s": 5.0,
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (None, True),
        (frozenset({"linear"}), True),
        (frozenset({"svm"}), False),
        (lambda configuration: not configuration.params, True),
        (lambda configuration: False, False),
    ],
)
def test_allowed_is_everything_families_or_a_rule(allowed, expected):
    assert query(allowed=allowed).allows(LINEAR) is expected


def test_remembered_task_is_asked_about_as_if_it_were_new(make_task):
    found = Query.of_record(make_task(n_rows=77), budget_s=5.0)

    assert (found.n_rows, found.metric, found.budget_s) == (77, "roc_auc", 5.0)
