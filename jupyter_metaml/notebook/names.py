"""The names that results get, decided before the search and bound after it."""

from __future__ import annotations

import builtins
import keyword
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_metaml.exceptions import UsageError

_SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "display", "open"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlan:
    """Which names will be bound.

    Parameters
    ----------
    names : dict of str to str
        Name by role, ``"model"`` or ``"run"``.
    notes : tuple of str
        What is different from what was asked for.
    """

    names: dict[str, str]
    notes: tuple[str, ...] = ()


def plan_names(
    wanted: Mapping[str, str],
    user_ns: Mapping[str, Any],
    *,
    is_ours: Callable[[str, object], bool],
    force: bool = False,
) -> NamePlan:
    """Decide the names of results; nothing is bound yet.

    Parameters
    ----------
    wanted : mapping of str to str
        Name by role.
    user_ns : mapping of str to object
        The variables of the notebook.
    is_ours : callable
        Tells whether a name still stands for an earlier result of ours, which may be replaced silently.
    force : bool, default=False
        Whether anything else may be replaced, too.

    Raises
    ------
    UsageError
        If a name cannot or should not be bound: no identifier, a keyword, a built-in, private, a module, a function or
        a class, or the same name for two roles.
    """
    for role, name in wanted.items():
        _check(role, name, user_ns)
    if len(set(wanted.values())) < len(wanted):
        message = f"--into and --run both say {next(iter(wanted.values()))!r}. Give two names."
        raise UsageError(message)
    names: dict[str, str] = {}
    notes: list[str] = []
    for role, name in wanted.items():
        free = name
        if name in user_ns and not force and not is_ours(name, user_ns[name]):
            free = _free_name(name, user_ns, {*wanted.values(), *names.values()})
            kind = type(user_ns[name]).__name__
            notes.append(
                f"{name} already stands for something else ({kind}); the {role} is {free}. --force replaces it."
            )
        names[role] = free
    return NamePlan(names=names, notes=tuple(notes))


def _check(role: str, name: str, user_ns: Mapping[str, Any]) -> None:
    option = "--run" if role == "run" else "--into"
    reason = ""
    if not name.isidentifier():
        reason = "it is not a Python name"
    elif keyword.iskeyword(name):
        reason = "it is a keyword of Python"
    elif name.startswith("_"):
        reason = "names with _ at the front are private"
    elif hasattr(builtins, name) or name in _SHELL_NAMES:
        reason = "it is a name of Python or IPython itself"
    elif isinstance(user_ns.get(name), types.ModuleType):
        reason = "it stands for a module"
    elif isinstance(user_ns.get(name), type | types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        reason = "it stands for a function or a class"
    if reason:
        message = f"{option} {name[:60]!r} cannot be used: {reason}. Choose another name, such as {role}_1."
        raise UsageError(message)


def _free_name(name: str, user_ns: Mapping[str, Any], taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in user_ns or f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
