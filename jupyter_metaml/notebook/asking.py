"""From a request to what the verbs take: names become tables, columns and functions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import FitRequest, ProfileRequest
from jupyter_metaml.notebook.columns import Columns, check_roles
from jupyter_metaml.notebook.frames import column_labels, find_table
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.wording import listed, quoted

MAX_LISTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A table with a question, every name looked up.

    Parameters
    ----------
    data : object
        The table.
    table, target : str
        Names for people.
    about : dict
        Keyword arguments that `profile`, `recommend` and `fit` share.
    """

    data: Any
    table: str
    target: str
    about: dict[str, Any]


def ask(request: FitRequest | ProfileRequest, scope: Scope) -> Asked:
    """Look up the table and the columns of a request.

    Raises
    ------
    UsageError
        If a name is missing or unknown, or a column has two roles.
    DataError
        If a name stands for something that is no table, or a column is not in the table.
    """
    data = find_table(request.data, scope.lookup)
    columns = Columns(column_labels(data))
    roles = {
        "--target": columns.find_or_pass(request.target, "--target"),
        "--groups": columns.find_or_pass(request.groups, "--groups"),
        "--order": columns.find_or_pass(request.order, "--order"),
        "--weights": columns.find_or_pass(request.weights, "--weights"),
    }
    ignored = columns.find_all(request.ignore, "--ignore")
    check_roles(roles, ignored)
    about = {
        "target": roles["--target"],
        "kind": None if request.task == "auto" else request.task,
        "groups": roles["--groups"],
        "time": roles["--order"],
        "ignore": ignored,
        "treatments": _treatments(request.treat, columns),
        "allow_missing_target": request.allow_missing_target,
        "random_state": 0 if request.seed is None else request.seed,
    }
    name = request.data if isinstance(request.data, str) else "data"
    return Asked(data=data, table=name, target=_spoken(roles["--target"]), about=about)


def ask_to_fit(request: FitRequest, scope: Scope) -> Asked:
    """Look up the table and the columns of a request that needs a target.

    Raises
    ------
    UsageError
        As `ask`, and when no target is named, with the columns to choose from.
    """
    asked = ask(request, scope)
    if asked.about["target"] is None:
        message = (
            f"No target is named. Say what to predict: --target COL. Columns of {asked.table}: "
            f"{_enough_to_choose(column_labels(asked.data))}."
        )
        raise UsageError(message)
    return asked


def weights_of(request: FitRequest, asked: Asked) -> Any:
    """Return the column of weights, or the weights themselves."""
    return Columns(column_labels(asked.data)).find_or_pass(request.weights, "--weights")


def metric_of(given: object, scope: Scope) -> str | Callable[..., float] | None:
    """Return the metric: a callable, the name of a known metric, or what that name stands for in the notebook.

    A name is looked up and never evaluated. Names of metrics come first, so that a cell means the same everywhere.
    """
    if given is None or callable(given):
        return given
    name = str(given)
    own = scope.lookup.get(name)
    if not callable(own):
        return name
    from sklearn.metrics import get_scorer_names

    from jupyter_metaml.tasks import metric_names

    known = {*get_scorer_names(), *metric_names("binary"), *metric_names("multiclass"), *metric_names("regression")}
    return name if name in known else own


def executor_of(given: object, scope: Scope) -> Any:
    """Return where trials run: a place that `fit` knows by name, or what the name stands for in the notebook.

    Raises
    ------
    UsageError
        If there is nothing of that name.
    """
    from jupyter_metaml.search.cluster import names_cluster
    from jupyter_metaml.search.settings import OWN_PLACES

    if not isinstance(given, str) or given in OWN_PLACES or names_cluster(given):
        return given
    if given not in scope.lookup:
        message = (
            f"--executor {quoted(given)}: there is nothing of that name in this notebook. Use isolated, inline, dask, "
            "the address of a Dask scheduler such as tcp://host:8786, or the name of a Dask client."
        )
        raise UsageError(message)
    return scope.lookup[given]


def _enough_to_choose(labels: Sequence[Hashable]) -> str:
    """List the first columns, and always the last: where a table has a target, it mostly stands there."""
    names = [str(label) for label in labels]
    last = f", the last is {quoted(names[-1])}" if len(names) > MAX_LISTED else ""
    return listed(names, shown=MAX_LISTED) + last


def _treatments(given: Mapping[Hashable, str] | None, columns: Columns) -> dict[Hashable, str] | None:
    if given is None:
        return None
    return {columns.find(label, "--treat"): treatment for label, treatment in given.items()}


def _spoken(target: object) -> str:
    if isinstance(target, str):
        return target
    return str(target) if target is None or isinstance(target, Hashable) else str(getattr(target, "name", "target"))
