"""What every drawing here is made of: plain nodes, the same in all builders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_core.model import many
from needs_history.core.halfyear import HalfYear
from needs_history.core.wording import GONE, SAME, Piece, compared
from needs_history.nodes import gone_words, new_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from needs_core.model import Label, Model
    from needs_core.states import States

    Lead = Callable[[Label], nodes.Node]
    Cell = str | nodes.Node | Sequence[nodes.Node]

_ = get_translation("needs_history")

TABLE = ["history-table", "colwidths-auto"]
"""The classes of every table of ours."""


@dataclass(frozen=True)
class Pen:
    """What it takes to draw on one page."""

    lead: Lead
    """Makes the link to an item."""
    model: Model
    states: States
    html: bool
    language: str

    def item(self, label: Label) -> nodes.Node:
        """Return the link to an item; one that is there no more has only its name."""
        return self.lead(label)

    def state(self, status: str | None) -> str:
        """Return a state with its symbol."""
        state = self.states.get(status)
        return f"{state.symbol} {status or _('not stated')}"

    def date(self, text: str | None) -> str:
        """Return a date in the words of the language; another text as it stands."""
        return display_value(text, self.language) if text else _("not stated")

    def kind(self, type_: str) -> str:
        """Return the title of a type."""
        return self.model.types.get(type_, type_)

    def kinds(self, type_: str, count: int = 0) -> str:
        """Return what so many of a type are called."""
        return self.kind(type_) if count == 1 else many(self.model, type_)

    def name(self, field: str) -> str:
        """Return the label of a field, or the name of a link."""
        link = self.model.links.get(field)
        text = link.outgoing if link else self.model.fields.get(field, field)
        return text[:1].upper() + text[1:]

    def marked(self, old: str, new: str) -> list[nodes.Node]:
        """Return two texts as one, with the words marked that differ."""
        return [self._piece(piece) for piece in compared(old, new)]

    def _piece(self, piece: Piece) -> nodes.Node:
        if piece.kind == SAME:
            return nodes.Text(piece.text)
        if self.html:
            kind = gone_words if piece.kind == GONE else new_words
            return kind("", piece.text)
        said = _("gone") if piece.kind == GONE else _("new")
        return nodes.Text(f"[{said}: {piece.text}]")


def half_year(period: HalfYear | None) -> str:
    """Return a half-year in words."""
    if period is None:
        return _("half-year not stated")
    said = _("first half of %d") if period.half == 1 else _("second half of %d")
    return said % period.year


def moment(name: str) -> str:
    """Return the name of a snapshot in words; without a name it is today."""
    period = HalfYear.parse(name)
    return half_year(period) if period else _("today")


def upper(text: str) -> str:
    """Return a text with a capital first."""
    return text[:1].upper() + text[1:]


def paragraph(*content: nodes.Node | str, kind: str = "") -> nodes.paragraph:
    """Return a paragraph of texts and nodes."""
    children = [nodes.Text(x) if isinstance(x, str) else x for x in content]
    return nodes.paragraph("", "", *children, classes=[kind] if kind else [])


def bullets(entries: Iterable[Sequence[nodes.Node]], kind: str = "") -> nodes.bullet_list:
    """Return a list with an entry for each group of blocks."""
    items = [nodes.list_item("", *blocks) for blocks in entries]
    classes = [kind] if kind else []
    return nodes.bullet_list("", *items, bullet="-", classes=classes)


def item_list(labels: Iterable[Label], pen: Pen) -> nodes.bullet_list:
    """Return a list of links to items."""
    return bullets([paragraph(pen.item(label))] for label in labels)


def heading(text: str) -> nodes.rubric:
    """Return a heading inside a need or a part: one that no table of contents lists."""
    return nodes.rubric("", text, classes=["history-heading"])


def plain_table(body: nodes.tgroup) -> nodes.table:
    """Return a table without a caption, its columns as wide as they need to be."""
    return nodes.table("", body, classes=TABLE)


def tgroup(
    head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()
) -> nodes.tgroup:
    """Return the body of a table; the first cell of each row heads it."""
    sizes = list(widths) or [2, *(1 for _ in head[1:])]
    columns = [nodes.colspec(colwidth=size) for size in sizes]
    columns[0]["stub"] = 1
    return nodes.tgroup(
        "",
        *columns,
        nodes.thead("", _row(head)),
        nodes.tbody("", *(_row(row) for row in rows)),
        cols=len(head),
    )


def _row(cells: Iterable[str | nodes.Node | Sequence[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *_blocks(cell)) for cell in cells))


def _blocks(cell: str | nodes.Node | Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    if isinstance(cell, str):
        yield paragraph(cell)
    elif isinstance(cell, nodes.paragraph | nodes.bullet_list):
        yield cell
    elif isinstance(cell, nodes.Node):
        yield paragraph(cell)
    else:
        yield from cell
