"""The line of a magic: from text to the values of options.

Quotes work as in a shell, and nothing else is special: backslashes, ``$``, ``#``, braces and ``=`` in values stay as
typed. ``{name}`` is replaced where `name` is a text or a number in the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.options import NamedOption
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.wording import did_you_mean, quoted

# Possessive repeats: the time grows with the length of the line only.
_WORD = re.compile(r"""(?:[^\s"']++|"[^"]*+"|'[^']*+')++""")
_QUOTED = re.compile(r""""([^"]*+)"|'([^']*+)'""")
_LIST_PART = re.compile(r"""(?:[^,"']++|"[^"]*+"|'[^']*+')++""")
_NUMBER = re.compile(r"-\.?\d.*")
_HELP = ("--help", "-h")
# What word processors and chats make of two hyphens.
_DASHES = ("\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLine:
    """What the line says.

    Parameters
    ----------
    values : dict
        Value by name of the option, read and checked.
    wants_help : bool
        Whether ``--help`` is among the words.
    """

    values: dict[str, object]
    wants_help: bool = False


def parse_line(line: str, options: Sequence[NamedOption], scope: Scope) -> ParsedLine:
    """Read the line of a magic.

    Raises
    ------
    UsageError
        For an open quote, an unknown or repeated option, a missing or impossible value, or a word too many.
    """
    words = split_words(line)
    if any(word in _HELP for word in words):
        return ParsedLine(values={}, wants_help=True)
    by_flag = {flag: entry for entry in options for flag in entry.flags}
    given: dict[str, list[str]] = {}
    flags: dict[str, NamedOption] = {}
    for entry, raw in _pairs(words, by_flag, options):
        flags[entry.name] = entry
        given.setdefault(entry.name, []).extend(raw)
    return ParsedLine(values={name: _value(flags[name], raw, scope) for name, raw in given.items()})


def split_words(line: str) -> list[str]:
    """Split a line at blanks outside quotes; the quotes stay.

    Raises
    ------
    UsageError
        If a quote is not closed.
    """
    rest = _WORD.sub("", line).strip()
    if rest:
        quote = rest[0]
        other = "'" if quote == '"' else '"'
        start = line[line.rindex(quote) :][:40]
        message = f"A quote is not closed: {start}. A name with {quote} in it goes into {other}...{other}."
        raise UsageError(message)
    return _WORD.findall(line)


def unquote(raw: str) -> str:
    """Take the quotes off a word."""
    return _QUOTED.sub(lambda match: match[1] if match[1] is not None else match[2], raw)


def _pairs(
    words: Sequence[str], by_flag: dict[str, NamedOption], options: Sequence[NamedOption]
) -> Iterator[tuple[NamedOption, list[str]]]:
    """Yield each option with the words of its value, quotes still on."""
    positional = next((entry for entry in options if entry.option.is_positional), None)
    seen: set[str] = set()
    entry: NamedOption | None = None
    position = 0
    while position < len(words):
        word = words[position]
        if word.startswith("-") and not _NUMBER.fullmatch(word):
            entry, raw, position = _flagged(words, position, by_flag)
        elif positional is None or positional.name in seen:
            raise _one_word_too_many(word, entry, by_flag)
        else:
            entry, raw, position = positional, [word], position + 1
        if entry.name in seen and not entry.option.is_list:
            message = f"{entry.flag} is given twice. Give it once."
            raise UsageError(message)
        seen.add(entry.name)
        yield entry, raw


def _flagged(
    words: Sequence[str], position: int, by_flag: dict[str, NamedOption]
) -> tuple[NamedOption, list[str], int]:
    """Return the option at `position`, the words of its value, and where to go on."""
    name, sign, value = words[position].partition("=")
    position += 1
    entry = _option(name, by_flag)
    if entry.is_switch:
        if sign:
            message = f"{name} takes no value; leave {sign + value!r} out."
            raise UsageError(message)
        return entry, [], position
    raw = [value] if sign else list(words[position : position + 1])
    position += 0 if sign else 1
    if not raw or not raw[0] or (not sign and raw[0].startswith("-") and not _NUMBER.fullmatch(raw[0])):
        message = f"{name} needs a value: {name} {entry.option.metavar}. A value that starts with - goes into quotes."
        raise UsageError(message)
    while entry.option.is_list and raw[-1].endswith(",") and position < len(words):
        raw.append(words[position])
        position += 1
    return entry, raw, position


def _option(name: str, by_flag: dict[str, NamedOption]) -> NamedOption:
    entry = by_flag.get(name) or by_flag.get(name.replace("_", "-"))
    if entry is not None:
        return entry
    hint = did_you_mean(name, by_flag) or " --help lists what there is."
    message = f"There is no option {quoted(name)}.{hint}"
    raise UsageError(message)


def _one_word_too_many(word: str, before: NamedOption | None, by_flag: Mapping[str, NamedOption]) -> UsageError:
    """Say what a word may have been meant as, from how it begins and from the option before it."""
    hint = 'Values with blanks go into quotes: --time "10 minutes".'
    if word.startswith("#"):
        hint = "Comments go into the body, or into another cell."
    elif word.startswith(_DASHES):
        hint = f"Options start with two hyphens: --{word[1:60]}."
    elif before is not None and before.option.is_list:
        hint = f"Several values of {before.flag} are separated by commas."
    elif before is not None and before.option.is_positional and "--target" in by_flag:
        hint = f"To predict a column, name it: --target {word[:60]}."
    elif before is not None and before.option.completes == "column":
        hint = f'Names with blanks go into quotes: {before.flag} "... {word[:60]}".'
    return UsageError(f"{quoted(word)} is one word too many. {hint}")


def _value(entry: NamedOption, raw: Sequence[str], scope: Scope) -> object:
    if entry.is_switch:
        return entry.default is not True
    texts = [scope.fill(unquote(part.strip())) for word in raw for part in _parts(entry, word) if part.strip()]
    try:
        return entry.option.read(texts if entry.option.is_list else texts[0])
    except UsageError as error:
        shown = ",".join(texts)[:60]
        message = f"{entry.flag} {shown!r} {error}"
        raise UsageError(message) from None


def _parts(entry: NamedOption, word: str) -> list[str]:
    return _LIST_PART.findall(word) if entry.option.is_list else [word]
