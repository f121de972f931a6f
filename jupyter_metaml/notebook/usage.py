"""Help texts, made from the declared options."""

from __future__ import annotations

from jupyter_metaml.notebook.commands import Command
from jupyter_metaml.notebook.options import NamedOption, options_of

_WIDTH = 26


def short_usage(command: Command) -> str:
    """Return three lines: what to type, an example, and where there is more."""
    percent = "%%" if command.has_body else "%"
    return "\n".join(
        (
            f"Usage: {percent}{command.name} {_synopsis(command)}",
            f"Example: {command.example}",
            f"All options: %{command.name} --help",
        )
    )


def help_text(command: Command) -> str:
    """Return the whole help of a magic."""
    lines = [command.summary, "", f"    %{command.name} {_synopsis(command)}"]
    if command.has_body:
        lines.append(f"    %%{command.name} {_synopsis(command)}   (settings below, one `key = value` per line)")
    lines += ["", f"Example: {command.example}", "", "Options"]
    lines += [_described(entry) for entry in options_of(command.request)]
    lines.append(f"  {'--help, -h':<{_WIDTH}} show this")
    lines += ["", "Values with blanks go into quotes; {name} stands for a text or number of the notebook."]
    if command.has_body:
        lines += [
            "The body takes the same options as Python assignments, with _ for -, for example",
            "    data = df[df.year > 2015]",
            "    ignore = ['id', 'note']",
            "The line beats the body, and the body beats %config AutoMLMagics.",
        ]
    return "\n".join(lines)


def _synopsis(command: Command) -> str:
    options = options_of(command.request)
    positional = [entry.option.metavar for entry in options if entry.option.is_positional]
    target = ["--target COL"] if any(entry.name == "target" for entry in options) else []
    return " ".join([*positional, *target, "[options]"])


def _described(entry: NamedOption) -> str:
    flags = f"{', '.join(entry.flags)} {entry.option.metavar}".rstrip()
    if entry.option.is_positional:
        flags = f"{entry.option.metavar}, {flags}"
    shows_default = not entry.is_switch and entry.default not in (None, ())
    default = f" (default {_plain(entry.default)})" if shows_default else ""
    head = f"  {flags:<{_WIDTH}} " if len(flags) <= _WIDTH else f"  {flags}\n  {'':<{_WIDTH}} "
    return f"{head}{entry.option.help}{default}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
