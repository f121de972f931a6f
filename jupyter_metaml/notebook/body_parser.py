"""The body of a magic: ``key = value`` lines, which are Python assignments to known keys.

::

    text --ast--> assignments, each a known key and an expression --eval in the notebook--> values

Syntax and keys of the whole body are checked before anything is evaluated.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.options import NamedOption
from jupyter_metaml.wording import did_you_mean

# The line with %% is line 1 of the cell.
_FIRST_LINE = 2
_COLON = re.compile(r"\s*(\w+)\s*:(?!=)\s*(.+?)\s*")
_UNQUOTED = re.compile(r"""\s*(\w+)\s*=\s*([^"'\s=]+(?:\s+[^"'\s=]+)+)\s*""")
_BARE = re.compile(r"""\s*-{0,2}([A-Za-z]\w*)\s+([^=\s].*?)\s*""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One line of the body.

    Parameters
    ----------
    name : str
        Name of the option.
    expression : ast.expr
        Its right side.
    text : str
        The right side as typed.
    line : int
        Line in the cell; the line with %% is 1.
    """

    name: str
    expression: ast.expr
    text: str
    line: int


def parse_body(body: str, options: Sequence[NamedOption]) -> tuple[Assignment, ...]:
    """Read the body; nothing is evaluated.

    Raises
    ------
    UsageError
        For a syntax error, anything but a simple assignment, or an unknown or repeated key; the message names the line.
    """
    names = {key: entry.name for entry in options for key in entry.keys}
    body = textwrap.dedent(body)
    try:
        tree = ast.parse(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _syntax_error(body, error, names) from None
    found: dict[str, Assignment] = {}
    for statement in tree.body:
        assignment = _assignment(statement, body, names)
        if assignment.name in found:
            first = found[assignment.name].line
            message = f"Line {assignment.line}: {assignment.name!r} is already set on line {first}. Set it once."
            raise UsageError(message)
        found[assignment.name] = assignment
    return tuple(found.values())


def evaluate(
    assignments: Sequence[Assignment],
    options: Sequence[NamedOption],
    user_ns: MutableMapping[str, Any],
) -> dict[str, object]:
    """Return the value of each assignment, read and checked; None leaves an option as it is.

    Raises
    ------
    UsageError
        If a right side is a name that does not exist, or has an impossible value.
    Exception
        Whatever a right side raises, with a note that names the line.
    """
    by_name = {entry.name: entry for entry in options}
    # All right sides first: what fails in the user's own code is told before what we think of the values.
    values = [(entry, _evaluated(entry, user_ns)) for entry in assignments]
    return {entry.name: _read(entry, by_name[entry.name], value) for entry, value in values if value is not None}


def _assignment(statement: ast.stmt, body: str, names: Mapping[str, str]) -> Assignment:
    line = statement.lineno + _FIRST_LINE - 1
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        text = ast.get_source_segment(body, statement.annotation) or "value"
        raise _colon_error(line, statement.target.id, text)
    if not (
        isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name)
    ):
        message = (
            f"Line {line}: only settings, key = value, may stand in the body, each on a line of its own."
            " Other code goes into a cell above."
        )
        raise UsageError(message)
    key = statement.targets[0].id
    if key not in names:
        hint = did_you_mean(key, names) or f" Keys: {', '.join(dict.fromkeys(names.values()))}."
        message = f"Line {line}: there is no setting {key!r}.{hint}"
        raise UsageError(message)
    text = " ".join((ast.get_source_segment(body, statement.value) or "").split())
    return Assignment(name=names[key], expression=statement.value, text=text, line=line)


def _evaluated(entry: Assignment, user_ns: MutableMapping[str, Any]) -> object:
    code = compile(ast.Expression(entry.expression), f"<line {entry.line} of the cell>", "eval")
    try:
        return eval(code, dict_of(user_ns))  # noqa: S307 (the body is Python code of the user's own cell)
    except BaseException as error:
        if isinstance(error, NameError) and isinstance(entry.expression, ast.Name):
            raise _unknown_name(entry, entry.expression.id) from None
        # The user's own error, shown as such: their code failed, and nothing of ours has started.
        error.add_note(f"Line {entry.line} of the cell: {entry.name} = {entry.text[:200]}")
        raise


def _unknown_name(entry: Assignment, name: str) -> UsageError:
    return UsageError(
        f"Line {entry.line}: there is no variable {name!r}. A text goes into quotes: {entry.name} = {name!r}."
    )


def dict_of(user_ns: MutableMapping[str, Any]) -> dict[str, Any]:
    """Return the namespace as the plain dict that code can be evaluated in."""
    return user_ns if isinstance(user_ns, dict) else dict(user_ns)


def _read(entry: Assignment, named: NamedOption, value: object) -> object:
    try:
        return named.option.read(value)
    except UsageError as error:
        message = f"Line {entry.line}, {entry.name} = {entry.text[:60]}: {error}"
        raise UsageError(message) from None


def _colon_error(line: int, key: str, text: str) -> UsageError:
    return UsageError(f"Line {line}: settings are written with =, as in {key} = {_quoted(text)}, not with a colon.")


def _syntax_error(body: str, error: Exception, names: Mapping[str, str]) -> UsageError:
    number = getattr(error, "lineno", None) or 1
    lines = body.splitlines()
    text = lines[number - 1] if number <= len(lines) else ""
    line = number + _FIRST_LINE - 1
    colon, unquoted, bare = _COLON.fullmatch(text), _UNQUOTED.fullmatch(text), _BARE.fullmatch(text)
    if colon is not None and colon[1] in names:
        return _colon_error(line, colon[1], colon[2])
    if unquoted is not None and unquoted[1] in names:
        return UsageError(f"Line {line}: a value with blanks goes into quotes: {unquoted[1]} = {unquoted[2]!r}.")
    if bare is not None and bare[1].replace("-", "_") in names:
        return UsageError(f"Line {line}: settings are written {bare[1]} = {_quoted(bare[2])}.")
    reason = getattr(error, "msg", None) or str(error) or type(error).__name__
    return UsageError(f"Line {line}: {text.strip()[:60]!r} is not Python: {reason}.")


def _quoted(text: str) -> str:
    """Show a value as Python, with quotes where it is no literal."""
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return repr(text)
    return text
