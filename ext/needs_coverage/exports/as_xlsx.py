"""A grid as a workbook: the matrix on one sheet, what it means on another.

What comes from a page is written as a string and as nothing else; a link leads to an
address that the build made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from needs_coverage.exports.explaining import write_explanation
from needs_coverage.exports.paper import Frame, Paper

if TYPE_CHECKING:
    from needs_coverage.exports.grid import Grid, GridRow, Name

WIDEST = 16_000
"""Columns of a matrix on one sheet; Excel has 16,384. The rest stand on the next."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook was made: the same grid gives the same bytes on any day."""

_GROUP, _TITLE = 30, 50
"""Widths, in characters."""

_LEFT = 3
"""The columns to the left of the cells: group, id, title."""


def xlsx_bytes(grid: Grid, made: datetime | None = None) -> bytes:
    """Return the workbook; with ``made`` it tells when, and else nothing does."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": grid.caption[:255], "created": made or _LONG_AGO})
    paper = Paper(book)
    count = len(grid.columns)
    for number, start in enumerate(range(0, max(count, 1), WIDEST), start=1):
        name = grid.titles.matrix if number == 1 else f"{grid.titles.matrix} {number}"
        _Sheet(paper, name, grid, range(start, min(start + WIDEST, count))).write()
    write_explanation(paper, grid, made)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """The matrix, or so many of its columns as one sheet holds."""

    def __init__(self, paper: Paper, name: str, grid: Grid, part: range) -> None:
        self._paper, self._grid, self._part = paper, grid, part
        self._page = paper.sheet(name)
        self._head = 1 if grid.spans else 0
        self._last = _LEFT + len(part)
        texts = {cell.text for row in grid.rows for cell in row.cells}
        self._width = min(max(6, 2 + max(map(len, texts), default=0)), 24)

    def write(self) -> None:
        """Write head, rows and totals, and then how the sheet looks."""
        if self._head:
            self._write_spans()
        self._write_head()
        bottom = self._write_rows()
        self._write_totals(bottom)
        self._page.shape(self._frame(bottom))

    def _write_spans(self) -> None:
        at = 0
        for name, width in self._grid.spans:
            first = max(at, self._part.start)
            if name and first < min(at + width, self._part.stop):
                self._page.name(0, self._at(first), name, name.text, "span")
            at += width

    def _write_head(self) -> None:
        page, row, titles = self._page, self._head, self._grid.titles
        for column, title in enumerate((titles.group, "Id", titles.rows)):
            page.text(row, column, title, "corner")
        for number in self._part:
            name = self._grid.columns[number]
            page.name(row, self._at(number), name, name.text, "column")
        page.text(row, self._last, titles.total, "corner")

    def _write_rows(self) -> int:
        at, group = self._head + 1, None
        for row in self._grid.rows:
            heading = self._grid.group_of(row)
            if heading and row.group != group:
                self._write_heading(at, heading)
                at += 1
            group = row.group
            self._write_row(at, row, heading)
            at += 1
        return at

    def _write_heading(self, at: int, heading: Name) -> None:
        self._page.row(at, 1, inside=False)
        self._page.name(at, 0, heading, heading.text, "group")
        for column in range(1, _LEFT):
            self._page.text(at, column, "", "group")

    def _write_row(self, at: int, row: GridRow, heading: Name | None) -> None:
        page = self._page
        group = heading.text if heading else ""
        page.row(at, self._lines(group, row), inside=bool(heading))
        page.text(at, 0, group, "again")
        page.name(at, 1, row.name, row.name.id, "id")
        page.text(at, 2, row.name.title, "title")
        for cell in row.cells:
            if cell.column in self._part:
                page.text(at, self._at(cell.column), cell.text, cell.tone)
        page.number(at, self._last, row.total)

    def _write_totals(self, at: int) -> None:
        for column, text in enumerate(("", "", self._grid.titles.total)):
            self._page.text(at, column, text, "corner")
        for number in self._part:
            self._page.number(at, self._at(number), self._grid.column_totals[number])
        self._page.number(at, self._last, self._grid.total)

    def _frame(self, bottom: int) -> Frame:
        return Frame(
            head=self._head,
            longest=max((len(name.text) for name in self._grid.columns), default=0),
            bottom=bottom,
            left=_LEFT,
            last=self._last,
            widths=(_GROUP if self._grid.grouped else 0, 12, _TITLE, self._width),
        )

    def _lines(self, group: str, row: GridRow) -> int:
        """Return how many lines the longest text of a row takes, at about."""
        cell = max((len(cell.text) for cell in row.cells), default=0)
        widths = ((len(group), _GROUP), (len(row.name.title), _TITLE), (cell, self._width))
        return max(1 + length // width for length, width in widths)

    def _at(self, number: int) -> int:
        return _LEFT + number - self._part.start
