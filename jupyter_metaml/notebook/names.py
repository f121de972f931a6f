"""The names that results get, decided before the search and bound after it."""

from __future__ import annotations

import builtins
import keyword
import types
from collections.abc import Callable, Collection, Mapping
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
    promised: Collection[str] = (),
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
    promised : collection of str, default=()
        Names that other searches are going to bind.
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
        reason = ""
        if name in promised:
            reason = f"{name} is promised to another search"
        elif name in user_ns and not is_ours(name, user_ns[name]):
            reason = f"{name} already stands for something else ({type(user_ns[name]).__name__})"
        names[role] = name
        if reason and not force:
            names[role] = _free_name(name, user_ns, {*wanted.values(), *names.values(), *promised})
            notes.append(f"{reason}; the {role} is {names[role]}. --force replaces it.")
    return NamePlan(names=names, notes=tuple(notes))


def values_of(plan: NamePlan, user_ns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the names of a plan stand for now; a name that stands for nothing is left out."""
    return {name: user_ns[name] for name in plan.names.values() if name in user_ns}


def keep_off(
    plan: NamePlan, user_ns: Mapping[str, Any], *, before: Mapping[str, Any], promised: Collection[str] = ()
) -> NamePlan:
    """Give way where a name got another value while a search ran.

    Parameters
    ----------
    plan : NamePlan
        From before the search.
    user_ns : mapping of str to object
        The variables of the notebook as they are now.
    before : mapping of str to object
        What `values_of` returned when the search began.
    promised : collection of str, default=()
        Names that searches are going to bind.
    """
    names, notes = dict(plan.names), list(plan.notes)
    for role, name in plan.names.items():
        if name in user_ns and (name not in before or user_ns[name] is not before[name]):
            names[role] = _free_name(name, user_ns, {*names.values(), *promised})
            notes.append(f"{name} got another value while the search ran, and keeps it; the {role} is {names[role]}.")
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
