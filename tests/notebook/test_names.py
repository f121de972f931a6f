from __future__ import annotations

import math

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.names import NamePlan, keep_off, plan_names, values_of


def never(name: str, value: object) -> bool:
    return False


def test_free_names_are_taken_as_they_are():
    plan = plan_names({"model": "model", "run": "run"}, {}, is_ours=never)

    assert plan.names == {"model": "model", "run": "run"}
    assert plan.notes == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("my model", "not a Python name"),
        ("1st", "not a Python name"),
        ("", "not a Python name"),
        ("class", "keyword"),
        ("None", "keyword"),
        ("_hidden", "private"),
        ("__name__", "private"),
        ("print", "Python or IPython itself"),
        ("get_ipython", "Python or IPython itself"),
        ("In", "Python or IPython itself"),
        ("math", "stands for a module"),
        ("helper", "stands for a function or a class"),
        ("Thing", "stands for a function or a class"),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_some_names_are_never_bound(name: str, reason: str, force: bool):
    names = {"math": math, "helper": never, "Thing": int}

    with pytest.raises(UsageError, match=reason):
        plan_names({"model": name}, names, is_ours=never, force=force)


def test_other_values_are_kept_and_the_result_gets_a_fresh_name():
    plan = plan_names({"model": "model", "run": "run"}, {"model": 3, "model_2": 4}, is_ours=never)

    assert plan.names == {"model": "model_3", "run": "run"}
    assert plan.notes == ("model already stands for something else (int); the model is model_3. --force replaces it.",)


def test_force_replaces_other_values():
    plan = plan_names({"model": "model"}, {"model": 3}, is_ours=never, force=True)

    assert plan.names == {"model": "model"}


def test_earlier_results_are_replaced_silently():
    plan = plan_names({"model": "model"}, {"model": 3}, is_ours=lambda name, value: value == 3)

    assert (plan.names, plan.notes) == ({"model": "model"}, ())


def test_two_results_need_two_names():
    with pytest.raises(UsageError, match="--into and --run both say 'x'"):
        plan_names({"model": "x", "run": "x"}, {}, is_ours=never)


def test_a_fresh_name_is_not_that_of_the_other_result():
    plan = plan_names({"model": "model", "run": "model_2"}, {"model": 3}, is_ours=never)

    assert plan.names == {"model": "model_3", "run": "model_2"}


def test_a_promised_name_is_not_given_again():
    plan = plan_names({"model": "model", "run": "run"}, {}, is_ours=never, promised={"model", "model_2"})

    assert plan.names == {"model": "model_3", "run": "run"}
    assert plan.notes == ("model is promised to another search; the model is model_3. --force replaces it.",)


def test_force_takes_a_promised_name():
    plan = plan_names({"model": "model", "run": "run"}, {}, is_ours=never, promised={"model"}, force=True)

    assert plan == NamePlan(names={"model": "model", "run": "run"})


def test_a_name_that_got_another_value_meanwhile_keeps_it():
    plan, handle = NamePlan(names={"model": "model", "run": "run"}, notes=("first",)), object()
    before = values_of(plan, {"run": handle, "other": 1})

    kept = keep_off(plan, {"run": handle, "model": 5, "model_2": 6}, before=before)

    assert kept.names == {"model": "model_3", "run": "run"}
    assert kept.notes == (
        "first",
        "model got another value while the search ran, and keeps it; the model is model_3.",
    )


def test_a_name_that_was_deleted_or_stands_for_the_same_is_bound():
    plan, old = NamePlan(names={"model": "model", "run": "run"}), object()
    before = values_of(plan, {"model": old, "run": 1})

    assert keep_off(plan, {"model": old}, before=before) == plan
