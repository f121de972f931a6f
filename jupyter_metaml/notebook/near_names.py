"""Did-you-mean: names near a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# Names are compared by their first characters only, and few of them: a table may have ten thousand columns with
# names of ten thousand characters.
MAX_LENGTH = 60
MAX_NAMES = 2_000


def near_names(given: str, names: Iterable[str], *, n: int = 3) -> list[str]:
    """Return up to `n` of `names` that `given` may have meant, best first.

    Names that differ only by case, blanks or underscores come first.
    """
    wanted = _plain(given)
    shortened: dict[str, str] = {}
    for name in names:
        shortened.setdefault(_plain(name), name)
        if len(shortened) >= MAX_NAMES:
            break
    if wanted in shortened:
        return [shortened[wanted]]
    return [shortened[match] for match in get_close_matches(wanted, list(shortened), n=n, cutoff=0.6)]


def did_you_mean(given: str, names: Iterable[str]) -> str:
    """Return " Did you mean 'x' or 'y'?" with a leading blank, or nothing when no name is near."""
    near = near_names(given, names, n=2)
    return f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""


def listing(names: Iterable[str], *, limit: int = 8) -> str:
    """Return names with their quotes, shortened to `limit`."""
    known = list(names)
    shown = ", ".join(repr(name if len(name) <= MAX_LENGTH else name[:MAX_LENGTH] + "…") for name in known[:limit])
    return f"{shown} and {len(known) - limit} more" if len(known) > limit else shown


def _plain(name: str) -> str:
    return "".join(name[: 4 * MAX_LENGTH].split()).replace("_", "").replace("-", "").casefold()[:MAX_LENGTH]
