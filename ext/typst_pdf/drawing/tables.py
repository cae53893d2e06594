"""Tables: with headers a table, without a mere grid, wide ones on pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from typst_pdf import grids
from typst_pdf.drawing.headings import Headings
from typst_pdf.strings import array, call

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("typst_pdf")

UPRIGHT, ACROSS, TURNED = 8, 14, 15
"""Columns that fit a page upright, lying, and lying with turned headers."""
_NOT_ASKED = {5.0, 15.0}
"""Widths that sphinx-needs says are given when its user gives none."""
ROOM, ROOM_ACROSS = 100, 165
"""Characters that fit a line of a table, upright and lying."""


class Tables(Headings):
    """Reads docutils' tables, and writes Typst's.

    Three classes on a table are heeded: ``landscape`` turns the page, ``turned-headers``
    sets the column headers upright, for narrow columns, and ``colwidths-given`` (as with
    LaTeX) keeps to the widths that are written. A row of the class ``total`` stands below
    all groups, and ``fill`` on an entry is its colour.
    """

    def visit_table(self, node: Element) -> None:
        """Put a table, in parts where it is wide."""
        group = node.next_node(nodes.tgroup)
        if group is None:
            raise nodes.SkipNode
        grid = self._read(node, group)
        turned = "turned-headers" in node["classes"]
        body = grid.columns - grid.stub
        widest = TURNED if turned else ACROSS
        lying = turned or "landscape" in node["classes"] or body > UPRIGHT
        lying = lying and grid.head > 0 and not self.deep
        lead = self.lead_in() if lying else []
        note = self.note_below(node) if lying else ""
        self.open()
        for code in lead:
            self.put(code)
        self.anchors(node)
        split = list(grids.parts(grid, widest)) if lying else [grid]
        for number, part in enumerate(split, 1):
            if number > 1:
                self.put("pagebreak(weak: true)")
            if note:
                self.put(note)
            self._put(node, part, (number, len(split)), turned=turned, lying=lying)
        inner = self.close()
        self.put_block(node, call("lying", inner) if lying else inner)
        raise nodes.SkipNode

    # Reading

    def _read(self, node: Element, group: Element) -> grids.Grid:
        specs = [one for one in group if isinstance(one, nodes.colspec)]
        columns = len(specs) or int(group.get("cols", 1))
        stub = sum(1 for one in specs if one.get("stub"))
        head = [row for part in group if isinstance(part, nodes.thead) for row in part]
        body = [row for part in group if isinstance(part, nodes.tbody) for row in part]
        self.narrow += 1
        lines = [self._line(row, repeated=True) for row in head]
        lines += [self._line(row, repeated=False) for row in body]
        self.narrow -= 1
        shares = tuple(float(one.get("colwidth", 1) or 1) for one in specs)
        given = "colwidths-given" in node["classes"] and set(shares) != _NOT_ASKED
        return grids.Grid(
            grids.placed(lines, columns),
            columns,
            len(lines),
            len(head),
            stub,
            shares if given and len(shares) == columns else (),
            frozenset(
                number
                for number, row in enumerate((*head, *body))
                if isinstance(row, nodes.row) and "total" in row["classes"]
            ),
        )

    def _line(
        self, row: nodes.Node, *, repeated: bool
    ) -> list[tuple[grids.Cell, int, int]]:
        """Read a row; in one that is repeated on every page, no link may stand."""
        self.quiet += repeated
        line = []
        for entry in row.children:
            assert isinstance(entry, nodes.Element)  # noqa: S101 (a row has entries)
            self.open()
            self.anchors(entry)
            for child in entry.children:
                child.walkabout(self)
            cell = grids.Cell(
                0, 0, self.close(), fill=entry.get("fill", ""), text=entry.astext()
            )
            line.append((cell, entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1))
        self.quiet -= repeated
        return line

    # Writing

    def _put(
        self,
        node: Element,
        grid: grids.Grid,
        part: tuple[int, int],
        *,
        turned: bool,
        lying: bool,
    ) -> None:
        caption = self._caption(node, part)
        if not grid.head and not grid.stub:
            # Without a header it is no table to a reader who cannot see it.
            cells = "".join(f"\n{self._cell(grid, one)}," for one in grid.cells)
            self.put(call("bare-grid", str(grid.columns), caption, cells.strip()))
            return
        self.grids.append(grid)
        lines = [self._cells(grid, row) for row in grid.by_row]
        rows = [*lines[grid.head :]]
        header = call("table.header", *lines[: grid.head]) if grid.head else ""
        self.put(
            call(
                "ruled-table",
                *filter(None, (header, *(row for row in rows if row))),
                columns=self._columns(grid, turned=turned, lying=lying),
                caption=caption,
                head=str(grid.head),
                stub=str(grid.stub),
                turned="true" if turned else None,
                whole="true" if grid.is_short() else None,
            )
        )

    def _columns(self, grid: grids.Grid, *, turned: bool, lying: bool) -> str:
        if turned:
            return array(["auto"] * grid.stub + ["1fr"] * (grid.columns - grid.stub))
        if grid.widths:
            return array(f"{share:g}fr" for share in grid.widths)
        if wide := grids.shares(grid, ROOM_ACROSS if lying else ROOM):
            return array(f"{share:g}fr" for share in wide)
        return array(["auto"] * grid.columns)

    def _cells(self, grid: grids.Grid, row: tuple[grids.Cell, ...]) -> str:
        return ", ".join(f"\n{self._cell(grid, cell)}" for cell in row)

    def _cell(self, grid: grids.Grid, cell: grids.Cell) -> str:
        named = {
            "colspan": str(cell.width) if cell.width > 1 else None,
            "rowspan": str(cell.height) if cell.height > 1 else None,
            "fill": call("rgb", self.exact(cell.fill)) if cell.fill else None,
        }
        code = cell.code
        if cell.row < grid.head:
            code = call(
                "head-cell",
                code,
                turnable="true" if self._turnable(grid, cell) else "false",
            )
        elif grid.is_group(cell):
            code = call("group-cell", code)
        elif cell.column < grid.stub:
            code = call("stub-cell", code)
        if any(named.values()):
            kind = "table" if grid.head or grid.stub else "grid"
            return call(f"{kind}.cell", code, **named)
        return code

    def _turnable(self, grid: grids.Grid, cell: grids.Cell) -> bool:
        last = cell.row + cell.height == grid.head
        return last and cell.width == 1 and cell.column >= grid.stub

    def _caption(self, node: Element, part: tuple[int, int]) -> str:
        title = node.next_node(nodes.title)
        if title is None or title.parent is not node:
            return "none"
        self.open()
        if number := self.figure_number(node, "table"):
            self.put(call("strong", self.text(f"{number} ")))
        self.quiet += 1
        self.put(self.inside(title.children))
        self.quiet -= 1
        if part[1] > 1:
            self.put(self.text(_(" (part %d of %d)") % part))
        return self.close()

    def figure_number(self, node: Element, kind: str) -> str:
        """Return "Table 1" for what has a number, in the project's words."""
        env = self.builder.env
        numbers = env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        found = next((numbers[name] for name in node["ids"] if name in numbers), None)
        if not found or not self.builder.config.numfig:
            return ""
        form = self.builder.config.numfig_format.get(kind, "%s")
        return str(form % ".".join(map(str, found)))
