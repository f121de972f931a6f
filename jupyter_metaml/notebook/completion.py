"""What Tab offers on the line and in the body of a magic.

::

    cell, cursor --complete()--> Completions --make_matcher()--> IPython's completer, in every front end

`complete` is a plain function of text and names; IPython is met only in `make_matcher`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_metaml.notebook.commands import COMMANDS, Command
from jupyter_metaml.notebook.frames import column_labels, is_table, table_names
from jupyter_metaml.notebook.line_parser import unquote
from jupyter_metaml.notebook.options import NamedOption, options_of

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext
    from IPython.core.interactiveshell import InteractiveShell

MATCHER = "jupyter_metaml"
MAX_WORDS = 200
_BY_NAME = {command.name: command for command in COMMANDS}
_CELL = re.compile(r"%%(\w+)(?:[^\S\n]+|$)", re.MULTILINE)
_LINE = re.compile(r"(?:^|=)\s*%(\w+)\s+")
# In each, a quote that is not closed takes the rest, and the last match is what stands before the cursor.
_WORDS = re.compile(r"""(?:[^\s"']++|"[^"]*+"|'[^']*+'|["'].*+)++""")
_PARTS = re.compile(r"""(?:[^,"']++|"[^"]*+"|'[^']*+'|["'].*+)++""")
_LITERALS = re.compile(r""""[^"]*+"|'[^']*+'|["'].*+|\w++""")
_KEY = re.compile(r"\s*(\w*)$")
_ASSIGNED = re.compile(r"\s*(\w+)\s*=")
_DATA = re.compile(r"^\s*data\s*=\s*(\w+)\s*(?:#.*)?$", re.MULTILINE)
_BARE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    """What can stand at the cursor.

    Parameters
    ----------
    fragment : str
        The part before the cursor that a word replaces.
    words : tuple of str
        What to offer.
    are_final : bool, default=True
        Whether nothing else makes sense here.
    """

    fragment: str
    words: tuple[str, ...]
    are_final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the cursor is: the command, the text before and after it, and the names that are known."""

    command: Command
    line: str
    body: str
    typed: str
    after: str
    lookup: Mapping[str, Any]


def complete(cell: str, row: int, column: int, lookup: Mapping[str, Any]) -> Completions | None:
    """Return what can stand at the cursor.

    Parameters
    ----------
    cell : str
        The whole cell.
    row, column : int
        Where the cursor is, from 0.
    lookup : mapping of str to object
        Names of the notebook.

    Returns
    -------
    Completions or None
        None outside our magics.
    """
    lines = cell.split("\n")
    before, after = lines[row][:column], lines[row][column:]
    head = _CELL.match(lines[0])
    if head is not None:
        command = _BY_NAME.get(head[1])
        if command is None or (row == 0 and column < head.end()):
            return None
        typed = before[head.end() :] if row == 0 else before
        body = "\n".join(lines[1:])
        place = _Place(command=command, line=lines[0][head.end() :], body=body, typed=typed, after=after, lookup=lookup)
        return _on_line(place) if row == 0 else _in_body(place, lines[1:row])
    head = _LINE.search(before)
    command = None if head is None else _BY_NAME.get(head[1])
    if head is None or command is None:
        return None
    line = lines[row][head.end() :]
    return _on_line(_Place(command=command, line=line, body="", typed=before[head.end() :], after=after, lookup=lookup))


def make_matcher(shell: InteractiveShell) -> Any:
    """Return a matcher for ``shell.Completer.custom_matchers``; it never raises.

    None where IPython is older than 8.6: its matchers see a word and not the cell.
    """
    try:
        from IPython.core.completer import SimpleCompletion, context_matcher
    except ImportError:
        return None

    @context_matcher(identifier=MATCHER)  # type: ignore[untyped-decorator]
    def match(context: CompletionContext) -> dict[str, Any]:
        try:
            found = complete(context.full_text, context.cursor_line, context.cursor_position, shell.user_ns)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            # Objects of the notebook are asked for their columns, and may answer anything.
            found = None
        if found is None:
            return {"completions": []}
        return {
            "completions": [SimpleCompletion(word, type="automl") for word in found.words],
            "matched_fragment": found.fragment,
            "suppress": found.are_final and bool(found.words),
        }

    return match


def _on_line(place: _Place) -> Completions:
    options = options_of(place.command.request)
    fragment = _ending(_WORDS, place.typed)
    words = place.typed[: len(place.typed) - len(fragment)].split()
    by_flag = {flag: entry for entry in options for flag in entry.flags}
    if fragment.startswith("-") and "=" not in fragment:
        return _offer(fragment, _unused_flags(options, words))
    flag, sign, value = fragment.partition("=")
    if sign and flag in by_flag:
        return _values(by_flag[flag], value, place)
    previous = by_flag.get(words[-1]) if words else None
    if previous is not None and not previous.is_switch:
        return _values(previous, fragment, place)
    positional = next((entry for entry in options if entry.option.is_positional), None)
    if positional is not None and not words:
        return _values(positional, fragment, place)
    return _offer(fragment, _unused_flags(options, words) if not fragment else ())


def _in_body(place: _Place, above: Sequence[str]) -> Completions | None:
    if not place.command.has_body:
        return None
    by_key = {key: entry for entry in options_of(place.command.request) for key in entry.keys}
    typed = _KEY.match(place.typed)
    if typed is not None:
        used = set(re.findall(r"^\s*(\w+)\s*=", place.body, re.MULTILINE))
        keys = (f"{entry.name} = " for entry in options_of(place.command.request) if entry.name not in used)
        return _offer(typed[1], keys, are_final=False)
    # A list may go over several lines: the key stands on the nearest one that has any.
    assigned = next((found for text in (place.typed, *reversed(above)) if (found := _ASSIGNED.match(text))), None)
    entry = None if assigned is None else by_key.get(assigned[1])
    if entry is None:
        return None
    fragment = _ending(_LITERALS, place.typed)
    if entry.option.completes == "frame":
        return _offer(fragment, table_names(place.lookup), are_final=False)
    quote = fragment[:1] if fragment[:1] in {'"', "'"} else ""
    words = (_literal(word, quote, place.after) for word in _candidates(entry, place))
    return _offer(fragment, (word for word in words if word))


def _values(entry: NamedOption, fragment: str, place: _Place) -> Completions:
    if entry.option.is_list:
        fragment = _ending(_PARTS, fragment)
    if entry.name == "treat" and "=" in fragment:
        return _offer(fragment, (f"{fragment.rpartition('=')[0]}={kind}" for kind in entry.option.choices))
    quote = fragment[:1] if fragment[:1] in {'"', "'"} else ""
    words = (_shell_word(word, quote, place.after) for word in _candidates(entry, place))
    return _offer(fragment, (word for word in words if word))


def _candidates(entry: NamedOption, place: _Place) -> Iterable[str]:
    match entry.option.completes:
        case "frame":
            return table_names(place.lookup)
        case "column":
            return _columns(place)
        case "choice":
            return entry.option.choices
        case "run":
            return _run_names(place.lookup, ended=(True, False))
        case "active run":
            return _run_names(place.lookup, ended=(False,))
        case "family":
            return _family_names()
        case "metric":
            return _metric_names()
        case _:
            return ()


def _columns(place: _Place) -> list[str]:
    """Return the columns of the table that the line or the body names."""
    named = _DATA.search(place.body)
    first = place.line.split(maxsplit=1)[0] if place.line.strip() else ""
    for name in (unquote(first), named[1] if named is not None else ""):
        if name in place.lookup and is_table(place.lookup[name]):
            return [str(label) for label in column_labels(place.lookup[name])[: 5 * MAX_WORDS]]
    return []


def _run_names(lookup: Mapping[str, Any], *, ended: Sequence[bool]) -> list[str]:
    """Return the names of runs, known by the name of their type: Tab must not wait for an import."""
    has_ended: Mapping[str, Callable[[Any], bool]] = {
        "Run": lambda _: True,
        "BackgroundRun": lambda value: value.has_ended,
    }
    return [
        name
        for name, value in list(lookup.items())
        if name[0] != "_" and type(value).__name__ in has_ended and has_ended[type(value).__name__](value) in ended
    ]


def _family_names() -> list[str]:
    """Return the families once their package is loaded; Tab must not wait for an import."""
    pipelines = sys.modules.get("jupyter_metaml.pipelines")
    return [] if pipelines is None else sorted(pipelines.families())


def _metric_names() -> list[str]:
    """Return the metrics once their package is loaded."""
    tasks = sys.modules.get("jupyter_metaml.tasks")
    if tasks is None:
        return []
    return sorted({name for kind in ("binary", "multiclass", "regression") for name in tasks.metric_names(kind)})


def _unused_flags(options: Sequence[NamedOption], words: Sequence[str]) -> list[str]:
    return [entry.flag for entry in options if entry.option.is_list or not set(entry.flags) & set(words)]


def _offer(fragment: str, words: Iterable[str], *, are_final: bool = True) -> Completions:
    start = fragment.strip("\"'").casefold()
    fitting = [word for word in words if word.strip("\"'").casefold().startswith(start)]
    return Completions(fragment=fragment, words=tuple(fitting[:MAX_WORDS]), are_final=are_final)


def _shell_word(word: str, quote: str, after: str) -> str:
    if not quote and _BARE.fullmatch(word):
        return word
    quote = quote or ("'" if '"' in word else '"')
    if quote in word or not word.isprintable():
        return ""
    return f"{quote}{word}" if after.startswith(quote) else f"{quote}{word}{quote}"


def _literal(word: str, quote: str, after: str) -> str:
    """Return a word as a Python literal, in the quotes that were opened."""
    quote = quote or '"'
    inner = word.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    if not word.isprintable():
        return ""
    return f"{quote}{inner}" if after.startswith(quote) else f"{quote}{inner}{quote}"


def _ending(pattern: re.Pattern[str], text: str) -> str:
    """Return the last match when it reaches the end of the text, else nothing."""
    last = None
    for last in pattern.finditer(text):  # noqa: B007 (the last one is what is wanted)
        pass
    return last[0] if last is not None and last.end() == len(text) else ""
