from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.notebook.arguments import FitRequest, ProfileRequest
from jupyter_metaml.notebook.asking import ask, ask_to_fit, executor_of, metric_of, weights_of
from jupyter_metaml.notebook.scope import Scope

DF = pd.DataFrame({"price": [1.0, 2.0], "town": ["a", "b"], "w": [1.0, 1.0], 7: [0, 1]})


def error(y_true, y_pred) -> float:
    return 0.0


SCOPE = Scope.of({"df": DF, "error": error, "r2": error, "n": 3}, None)


def test_names_become_tables_and_columns():
    request = FitRequest(
        data="df", target="price", weights="w", groups="town", ignore=("7",), treat={"town": "text"}, task="regression"
    )
    asked = ask(request, SCOPE)

    assert asked.data is DF
    assert (asked.table, asked.target) == ("df", "price")
    assert asked.about["ignore"] == (7,)
    assert asked.about["treatments"] == {"town": "text"}
    assert (asked.about["groups"], asked.about["kind"], asked.about["random_state"]) == ("town", "regression", 0)
    assert weights_of(request, asked) == "w"


def test_tables_and_values_of_the_body_pass():
    values = np.array([1, 2])
    asked = ask(FitRequest(data=DF, target=pd.Series([1, 2], name="given"), groups=values), SCOPE)

    assert (asked.table, asked.target) == ("data", "given")
    assert asked.about["groups"] is values


def test_a_search_needs_a_target_and_a_profile_does_not():
    assert ask(ProfileRequest(data="df"), SCOPE).about["target"] is None
    with pytest.raises(UsageError, match=r"No target is named. .* Columns of df: 'price', 'town', 'w', '7'"):
        ask_to_fit(FitRequest(data="df"), SCOPE)


def test_the_last_of_many_columns_is_named_when_the_target_is_not():
    wide = pd.DataFrame(np.zeros((3, 500)), columns=[f"c{place}" for place in range(499)] + ["price"])

    with pytest.raises(UsageError, match=r"'c19' and 480 more, the last is 'price'\.$"):
        ask_to_fit(FitRequest(data=wide), SCOPE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": "Price"}, "--target 'Price' is not a column of the table. Did you mean 'price'"),
        ({"groups": "twon"}, "--groups 'twon' is not a column of the table. Did you mean 'town'"),
        ({"ignore": ("x",)}, "--ignore 'x' is not a column"),
        ({"treat": {"x": "drop"}}, "--treat 'x' is not a column"),
    ],
)
def test_unknown_columns_name_the_option(changes: dict, message: str):
    with pytest.raises(DataError, match=message):
        ask(FitRequest(**{"data": "df", "target": "price", **changes}), SCOPE)


@pytest.mark.parametrize(
    "changes", [{"groups": "price"}, {"order": "price"}, {"weights": "price"}, {"ignore": ("price",)}]
)
def test_the_target_has_no_other_role(changes: dict):
    with pytest.raises(UsageError, match="both name column 'price'"):
        ask(FitRequest(data="df", target="price", **changes), SCOPE)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (None, None),
        ("r2", "r2"),
        ("rmse", "rmse"),
        ("error", error),
        (error, error),
        ("missing", "missing"),
        ("n", "n"),
    ],
)
def test_metrics_are_looked_up_and_known_names_come_first(given: object, meant: object):
    assert metric_of(given, SCOPE) == meant


def test_a_metric_is_never_evaluated():
    assert metric_of("lambda y, p: __import__('os').system('x')", SCOPE).startswith("lambda")


@pytest.mark.parametrize("given", ["isolated", "inline", "dask", "tcp://host:8786", error])
def test_places_that_are_known_pass(given):
    assert executor_of(given, SCOPE) is given


def test_other_places_are_looked_up_in_the_notebook():
    assert executor_of("error", SCOPE) is error
    with pytest.raises(UsageError, match=r"--executor 'clint': there is nothing of that name .* dask"):
        executor_of("clint", SCOPE)
