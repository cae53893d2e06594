"""Tables and lists as plain docutils nodes, for every builder there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from needs_core.model import Label

    Lead = Callable[[Label], nodes.Node]
    """Makes the link to an item on the page being written."""

    LeadBy = Callable[[Label, str], nodes.Node]
    """The same with a text of one's own."""

Cell = str | nodes.Node | Sequence[nodes.Node]
"""A text, one inline node or block, or several."""


def table(
    head: Sequence[Cell],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    kind: str,
    caption: str = "",
) -> nodes.table:
    """Return a table with a header row and row headers in the first column."""
    columns = [nodes.colspec(colwidth=width) for width in widths]
    columns[0]["stub"] = 1
    group = nodes.tgroup(
        "",
        *columns,
        nodes.thead("", _row(head)),
        nodes.tbody("", *(_row(row) for row in rows)),
        cols=len(head),
    )
    title = [nodes.title("", caption)] if caption else []
    classes = [kind, "longtable", "colwidths-given"]
    return nodes.table("", *title, group, classes=classes)


def bullets(entries: Iterable[Cell], kind: str = "") -> nodes.bullet_list:
    """Return a list of points."""
    items = (nodes.list_item("", *_blocks(entry)) for entry in entries)
    return nodes.bullet_list("", *items, classes=[kind] if kind else [], bullet="-")


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *_blocks(cell)) for cell in cells))


def _blocks(cell: Cell) -> list[nodes.Node]:
    """Put texts and inline nodes in a paragraph; leave blocks as they are."""
    if isinstance(cell, str):
        return [nodes.paragraph("", cell)]
    parts = [cell] if isinstance(cell, nodes.Node) else list(cell)
    # A reference is called a body element, too.
    if parts and not any(isinstance(part, nodes.Inline | nodes.Text) for part in parts):
        return parts
    return [nodes.paragraph("", "", *parts)]
