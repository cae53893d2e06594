"""Tables: with headers a table, without a mere grid, wide ones on pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from typst_pdf.grid import (
    Grid,
    GridCell,
    column_widths,
    lines_of_rows,
    place_cells,
    split_columns,
    wide_enough,
)
from typst_pdf.translator.base import TranslatorBase
from typst_pdf.typst_code import array, call, literal

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("typst_pdf")

_UPRIGHT, _ACROSS, _TURNED, _COMPACT = 8, 14, 15, 40
"""Columns that fit a page upright, across, across with turned headers, and across with
signs for cells."""
_ROOM_UPRIGHT, _ROOM_ACROSS = 100, 165
"""Characters that fit a line of a table on such a page."""
_SMALL, _FIRST = 14, 2
"""Lines of a table that is not divided; rows of others on the page of the header."""
_PAGED = 4
"""Columns up to which links say their page."""
_SHORT_HEAD = 5
"""Characters that fit above a column of signs."""
_DEFAULT_WIDTHS = {5.0, 15.0}
"""Widths that sphinx-needs marks as given when its user gives none."""


class TableVisitors(TranslatorBase):
    """Reads docutils tables as grids, and writes grids as Typst tables.

    Four classes on a table are heeded: ``landscape`` turns the page, ``turned-headers``
    sets the column headers upright, for narrow columns, ``compact`` makes columns as
    narrow as signs, and ``colwidths-given`` (as with LaTeX) keeps to the widths that are
    written. A row of the class ``total`` stands below all groups; ``fill`` on an entry is
    its colour, and ``reads`` what is read aloud in place of its signs.
    """

    def visit_table(self, node: Element) -> None:
        """Put a table, in parts where it is wide."""
        group = node.next_node(nodes.tgroup)
        if group is None:
            raise nodes.SkipNode
        compact = "compact" in node["classes"]
        # In many narrow columns every page would take a line.
        dense = compact or int(group.get("cols", 1)) > _PAGED
        self.pageless += dense
        grid = self._read(node, group)
        self.pageless -= dense
        turned = compact or "turned-headers" in node["classes"]
        wide = grid.columns - grid.stub > _UPRIGHT
        across = turned or wide or "landscape" in node["classes"]
        across = across and grid.head > 0 and not self.depth
        heading = self.take_heading() if across else []
        note = self._note_below(node)
        parts = [grid]
        if across:
            widest = _COMPACT if compact else _TURNED if turned else _ACROSS
            parts = list(split_columns(grid, widest))
        self.open()
        for code in heading:
            self.put(code)
        self.anchors(node)
        for number, part in enumerate(parts, 1):
            if number > 1:
                self.put("pagebreak(weak: true)")
            if note:
                self.put(note)
            caption = self._caption(node, number, len(parts))
            self._put(part, caption, turned=turned, across=across, compact=compact)
        inner = self.close()
        self.put_block(node, call("lying", inner) if across else inner)
        raise nodes.SkipNode

    def _note_below(self, node: Element) -> str:
        """Draw the paragraph of the class ``table-note`` that follows a table, if any."""
        note = node.next_node(nodes.Element, descend=False, siblings=True)
        if not isinstance(note, nodes.paragraph) or "table-note" not in note["classes"]:
            return ""
        code = self.inside([note])
        note["drawn"] = True
        return code

    # Reading

    def _read(self, node: Element, group: Element) -> Grid:
        specs = [one for one in group if isinstance(one, nodes.colspec)]
        columns = len(specs) or int(group.get("cols", 1))
        head = [row for part in group if isinstance(part, nodes.thead) for row in part]
        body = [row for part in group if isinstance(part, nodes.tbody) for row in part]
        self.narrow += 1
        self.no_links += 1  # headers are repeated on every page
        lines = [self._read_row(row) for row in head]
        self.no_links -= 1
        lines += [self._read_row(row) for row in body]
        self.narrow -= 1
        widths = tuple(float(one.get("colwidth", 1) or 1) for one in specs)
        given = "colwidths-given" in node["classes"] and set(widths) != _DEFAULT_WIDTHS
        return Grid(
            cells=place_cells(lines, columns),
            columns=columns,
            rows=len(lines),
            head=len(head),
            stub=sum(1 for one in specs if one.get("stub")),
            widths=widths if given and len(widths) == columns else (),
            totals=frozenset(
                number
                for number, row in enumerate((*head, *body))
                if isinstance(row, nodes.row) and "total" in row["classes"]
            ),
        )

    def _read_row(self, row: nodes.Node) -> list[GridCell]:
        """Return the cells of a row with their spans, not yet placed."""
        cells = []
        for entry in row.children:
            assert isinstance(entry, nodes.Element)  # noqa: S101 (a row has entries)
            first_inner = len(self.grids)
            self.open()
            self.anchors(entry)
            for child in entry.children:
                child.walkabout(self)
            inner = tuple(self.grids[first_inner:])
            del self.grids[first_inner:]
            cells.append(
                GridCell(
                    row=0,
                    column=0,
                    code=self.close(),
                    width=entry.get("morecols", 0) + 1,
                    height=entry.get("morerows", 0) + 1,
                    fill=entry.get("fill", ""),
                    text=entry.astext(),
                    reads=entry.get("reads", ""),
                    grids=inner,
                )
            )
        return cells

    # Writing

    def _put(
        self, grid: Grid, caption: str, *, turned: bool, across: bool, compact: bool
    ) -> None:
        is_table = bool(grid.head or grid.stub)
        if is_table:
            self.grids.append(grid)
        self.grids += (inner for cell in grid.cells for inner in cell.grids)
        if not is_table:
            # Without a header it is no table to a reader who cannot see it.
            cells = "".join(f"\n{_cell(grid, one)}," for one in grid.cells)
            self.put(call("bare-grid", str(grid.columns), caption, cells.strip()))
            return
        lines = [", ".join(f"\n{_cell(grid, one)}" for one in row) for row in grid.by_row]
        header = call("table.header", *lines[: grid.head]) if grid.head else ""
        # A heading over rows is never the last line of a page.
        body = (
            call("table.header", line, level="2", repeat="false")
            if grid.head and any(map(grid.is_group, row)) and number + 1 < grid.rows
            else line
            for number, (row, line) in enumerate(
                zip(grid.by_row[grid.head :], lines[grid.head :], strict=True), grid.head
            )
        )
        self.put(
            call(
                "ruled-table",
                *filter(None, (header, *body)),
                columns=_columns(grid, turned=turned, across=across),
                caption=caption,
                head=str(grid.head),
                stub=str(grid.stub),
                turned="true" if turned else None,
                compact=literal(_compact_heads(grid)) if compact else None,
                whole="true" if grid.is_short() else None,
                begins=None if across or self.depth else _begins_with(grid),
            )
        )

    def _caption(self, node: Element, part: int, parts: int) -> str:
        title = node.next_node(nodes.title)
        if title is None or title.parent is not node:
            return "none"
        self.open()
        if number := self.figure_number(node, "table"):
            self.put(call("strong", self.text(f"{number} ")))
        self.no_links += 1
        self.put(self.inside(title.children))
        self.no_links -= 1
        if parts > 1:
            self.put(self.text(_(" (part %d of %d)") % (part, parts)))
        return self.close()


def _begins_with(grid: Grid) -> str | None:
    """Return how many lines of a table stay together; ``None`` where one is too long.

    All of a small one; of others the header and two rows: one alone would not be seen as
    a table.
    """
    if not grid.head or not grid.is_short():
        return None
    lines = lines_of_rows(grid, _ROOM_UPRIGHT)
    many = grid.rows if sum(lines) <= _SMALL else grid.head + _FIRST
    return f"({sum(lines[:many])}, {min(many, grid.rows)})"


def _compact_heads(grid: Grid) -> str:
    """Return how headings of a compact table stand: upright if they are short."""
    heads = (
        cell
        for cell in grid.cells
        if cell.row < grid.head and cell.width == 1 and cell.column >= grid.stub
    )
    return "upright" if all(len(x.text) <= _SHORT_HEAD for x in heads) else "turned"


def _columns(grid: Grid, *, turned: bool, across: bool) -> str:
    """Return the widths of the columns as Typst takes them."""
    if turned:
        return array(["auto"] * grid.stub + ["1fr"] * (grid.columns - grid.stub))
    room = _ROOM_ACROSS if across else _ROOM_UPRIGHT
    widths = wide_enough(grid, room) if grid.widths else column_widths(grid, room)
    if widths:
        return array(f"{width:g}fr" for width in widths)
    return array(["auto"] * grid.columns)


def _cell(grid: Grid, cell: GridCell) -> str:
    code = cell.code
    if cell.row < grid.head:
        last = cell.row + cell.height == grid.head
        turnable = last and cell.width == 1 and cell.column >= grid.stub
        code = call("head-cell", code, turnable="true" if turnable else "false")
    elif grid.is_group(cell):
        code = call("group-cell", code)
    elif cell.column < grid.stub:
        code = call("stub-cell", code)
    named = {
        "colspan": str(cell.width) if cell.width > 1 else None,
        "rowspan": str(cell.height) if cell.height > 1 else None,
        "fill": call("rgb", literal(cell.fill)) if cell.fill else None,
    }
    if not any(named.values()):
        return code
    kind = "table" if grid.head or grid.stub else "grid"
    return call(f"{kind}.cell", code, **named)
