"""Parts that several views are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyter_metaml.notebook.views.html import Child, Html, element, join, style_sheet
from jupyter_metaml.notebook.views.theme import STYLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table on the screen.

    Parameters
    ----------
    head : str
        Its title.
    is_number : bool, default=False
        Whether its cells are set to the right.
    keeps_line : bool, default=False
        Whether its cells are never broken.
    is_extra : bool, default=False
        Whether it is left out where there is little room.
    """

    head: str
    is_number: bool = False
    keeps_line: bool = False
    is_extra: bool = False

    @property
    def attributes(self) -> dict[str, str | int | float]:
        """Attributes of its cells."""
        marks = {"mml-num": self.is_number, "mml-nowrap": self.keeps_line, "mml-extra": self.is_extra}
        names = " ".join(name for name, is_on in marks.items() if is_on)
        return {"class_": names} if names else {}


def page(*children: Child) -> Html:
    """Return a whole output: the style sheet and the parts below one element."""
    return element("div", style_sheet(STYLE), *children, class_="mml")


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Child]], *, best_first: bool = False
) -> Html:
    """Return a table with caption and scopes; the second cell of each row names it when the first is a number.

    Parameters
    ----------
    caption : str
        What it shows.
    columns : sequence of Column
    rows : iterable of sequences
        One cell per column.
    best_first : bool, default=False
        Whether the first row stands out.
    """
    name_at = 1 if columns[0].is_number else 0
    head = element("tr", *(element("th", column.head, scope="col", **column.attributes) for column in columns))
    body = []
    for number, row in enumerate(rows):
        cells = (
            element("th", cell, scope="row", **column.attributes)
            if place == name_at
            else element("td", cell, **column.attributes)
            for place, (column, cell) in enumerate(zip(columns, row, strict=True))
        )
        body.append(element("tr", *cells, **({"class_": "mml-best"} if best_first and number == 0 else {})))
    whole = element("table", element("caption", caption), element("thead", head), element("tbody", *body))
    return element("div", whole, class_="mml-scroll")


def details(summary: str, *children: Child, is_open: bool = False) -> Html:
    """Return what can be folded out."""
    attributes = {"open": ""} if is_open else {}
    return element("details", element("summary", summary), element("div", *children), **attributes)


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Return names and values side by side."""
    return element("dl", *(join(element("dt", name), element("dd", value)) for name, value in pairs))


def muted(*children: Child) -> Html:
    """Return a line of lesser weight."""
    return element("p", *children, class_="mml-muted")
