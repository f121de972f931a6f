"""From line, body and ``%config`` to a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from jupyter_metaml.notebook.body_parser import evaluate, parse_body
from jupyter_metaml.notebook.line_parser import parse_line
from jupyter_metaml.notebook.options import options_of
from jupyter_metaml.notebook.scope import Scope

Request = TypeVar("Request")


def read_request(
    request: type[Request], line: str, body: str | None, scope: Scope, configured: Mapping[str, object]
) -> Request | None:
    """Build a request: the line beats the body, the body beats ``%config``, and that beats the defaults.

    Parameters
    ----------
    request : type
        A record whose fields are options.
    line : str
        What stands behind the name of the magic.
    body : str or None
        The lines below it; None for a line magic.
    scope : Scope
        Names of the notebook.
    configured : mapping of str to object
        Values of ``%config`` by option.

    Returns
    -------
    request or None
        None when ``--help`` was asked for.

    Raises
    ------
    UsageError
        For anything that cannot be understood: first in the line, then in the body, before anything of the body is
        evaluated.
    """
    options = options_of(request)
    parsed = parse_line(line, options, scope)
    if parsed.wants_help:
        return None
    assignments = parse_body(body or "", options)
    from_body = evaluate(assignments, options, scope.user_ns)
    known = {entry.name for entry in options}
    from_config = {name: value for name, value in configured.items() if name in known}
    return request(**{**from_config, **from_body, **parsed.values})
