"""A matrix as a workbook: the matrix on one sheet, its explanation on another."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from needs_core.design import GAP, GAP_INK, INK, LINE, QUIET, SURFACE, TONES
from needs_core.spreadsheet import A3, CREATED, SheetText, WorkbookWriter, line_count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from needs_core.spreadsheet import SheetWriter
    from needs_coverage.exports.model import ExportedMatrix, ExportedRow, ItemName

WIDEST = 16_000
"""Columns of a matrix on one sheet; Excel has 16,384. The rest stand on the next."""

_GROUP, _ID, _TITLE, _TOTAL = 30, 12, 50, 9
"""Widths of columns, in characters."""
_LEFT = 3
"""How many columns stand to the left of the cells: group, id, title."""
_FITS = 40
"""Columns that can be read when they are printed on one page across."""

_LINE = {"border": 1, "border_color": LINE.light, "valign": "vcenter"}
_HEAD = {**_LINE, "bg_color": SURFACE.light}
_CELL = {**_LINE, "align": "center", "text_wrap": True, "font_color": INK.light}
# A zero has a circle, too: never its colour alone.
_COUNT = {**_LINE, "align": "center", "bold": True, "num_format": '0;-0;"○ "0'}
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "caption": {"bold": True, "font_size": 14, "text_wrap": True},
    "heading": {"bold": True, "text_wrap": True},
    "corner": {**_HEAD, "bold": True, "text_wrap": True},
    "column": {**_HEAD, "rotation": 90, "text_wrap": True, "align": "center"},
    "span": {**_HEAD, "bold": True},
    "group": {**_HEAD, "bold": True, "top": 2},
    "again": {**_LINE, "font_color": QUIET.light, "text_wrap": True},
    "id": {**_LINE, "bold": True},
    "title": {**_LINE, "text_wrap": True},
    "count": _COUNT,
    "nothing": {**_COUNT, "bg_color": GAP.fill.light, "font_color": GAP_INK.light},
    **{name: {**_CELL, "bg_color": tone.fill.light} for name, tone in TONES.items()},
}
_FORMATS["lost"]["font_strikeout"] = True


def matrix_xlsx(matrix: ExportedMatrix, made: datetime | None = None) -> bytes:
    """Return the workbook; ``made`` is the date it states, if any."""
    book = WorkbookWriter(matrix.caption, _FORMATS, made or CREATED)
    count, title = len(matrix.columns), matrix.titles.matrix
    for number, start in enumerate(range(0, max(count, 1), WIDEST), start=1):
        name = title if number == 1 else f"{title} {number}"
        sheet = book.add_sheet(name, sparse=True)
        columns = range(start, min(start + WIDEST, count))
        _MatrixSheet(sheet, matrix, columns).write()
    explanation = book.add_sheet(matrix.titles.explanation, sparse=True)
    explanation.print_across(A3, fit=False)
    explanation.columns((16, 90))
    explanation.texts(_explanation(matrix, made))
    return book.data()


class _MatrixSheet:
    """The matrix, or so many of its columns as one sheet holds."""

    def __init__(self, page: SheetWriter, matrix: ExportedMatrix, columns: range) -> None:
        self._page, self._matrix, self._columns = page, matrix, columns
        self._head = 1 if matrix.spans else 0
        self._last = _LEFT + len(columns)
        texts = {cell.text for row in matrix.rows for cell in row.cells}
        self._width = min(max(6, 2 + max(map(len, texts), default=0)), 24)

    def write(self) -> None:
        """Write head, rows and totals, and set how the sheet looks."""
        if self._head:
            self._write_spans()
        self._write_head()
        bottom = self._write_rows()
        self._write_totals(bottom)
        self._set_columns()
        self._set_view(bottom)

    def _write_spans(self) -> None:
        start = 0
        for name, width in self._matrix.spans:
            first = max(start, self._columns.start)
            if name and first < min(start + width, self._columns.stop):
                self._page.link(0, self._at(first), name.href, name.text, "span")
            start += width

    def _write_head(self) -> None:
        page, row, titles = self._page, self._head, self._matrix.titles
        for column, title in enumerate((titles.group, "Id", titles.rows)):
            page.link(row, column, None, title, "corner")
        for number in self._columns:
            name = self._matrix.columns[number]
            page.link(row, self._at(number), name.href, name.text, "column")
        page.link(row, self._last, None, titles.total, "corner")
        if self._matrix.stepped:
            page.link(row, self._last + 1, None, titles.step, "corner")

    def _write_rows(self) -> int:
        """Write the rows below their groups; return the number of the next row."""
        at, group = self._head + 1, None
        for row in self._matrix.rows:
            heading = self._matrix.group_of(row)
            if heading and row.group != group:
                self._write_heading(at, heading)
                at += 1
            group = row.group
            self._write_row(at, row, heading)
            at += 1
        return at

    def _write_heading(self, at: int, heading: ItemName) -> None:
        self._page.row_lines(at, 1)
        self._page.link(at, 0, heading.href, heading.text, "group")
        for column in range(1, _LEFT):
            self._page.blank(at, column, "group")

    def _write_row(self, at: int, row: ExportedRow, heading: ItemName | None) -> None:
        page, name = self._page, row.name
        group = heading.text if heading else ""
        page.row_lines(at, self._lines(group, row), level=1 if heading else 0)
        page.link(at, 0, None, group, "again")
        page.link(at, 1, name.href, name.id, "id")
        page.link(at, 2, None, name.title, "title")
        for cell in row.cells:
            if cell.column in self._columns:
                page.link(at, self._at(cell.column), None, cell.text, cell.tone)
        self._write_count(at, self._last, row.total)
        if row.step:
            page.link(at, self._last + 1, None, row.step, "title")

    def _write_totals(self, at: int) -> None:
        for column, text in enumerate(("", "", self._matrix.titles.total)):
            self._page.link(at, column, None, text, "corner")
        for number in self._columns:
            self._write_count(at, self._at(number), self._matrix.column_totals[number])
        self._write_count(at, self._last, self._matrix.total)

    def _set_columns(self) -> None:
        sheet, last, grouped = self._page.sheet, self._last, self._matrix.grouped
        sheet.set_column(0, 0, _GROUP if grouped else None, None, {"hidden": not grouped})
        sheet.set_column(1, 1, _ID)
        sheet.set_column(2, _LEFT - 1, _TITLE)
        if last > _LEFT:
            sheet.set_column(_LEFT, last - 1, self._width)
        sheet.set_column(last, last, _TOTAL)
        sheet.set_column(last + 1, last + 1, _TITLE if self._matrix.stepped else None)

    def _set_view(self, bottom: int) -> None:
        """Freeze the headers, have the rows filtered, and fit the print on a page."""
        self._page.print_across(A3, fit=self._last < _FITS)
        sheet, last, head = self._page.sheet, self._last, self._head
        longest = max((len(name.text) for name in self._matrix.columns), default=0)
        sheet.set_row(head, min(max(60, 5.5 * longest), 300))
        sheet.freeze_panes(head + 1, _LEFT)
        if bottom > head + 1:
            sheet.autofilter(head, 0, bottom - 1, last + self._matrix.stepped)
        sheet.repeat_rows(0, head)
        sheet.repeat_columns(0, _LEFT - 1)
        sheet.hide_gridlines(0)  # they are printed, too
        sheet.outline_settings(symbols_below=False)

    def _lines(self, group: str, row: ExportedRow) -> int:
        """Return how many lines the longest text of a row takes."""
        cells = ((cell.text, self._width) for cell in row.cells)
        texts = [(group, _GROUP), (row.name.title, _TITLE), (row.step, _TITLE)]
        return line_count([*texts, *cells])

    def _write_count(self, row: int, column: int, count: int) -> None:
        self._page.number(row, column, count, "count" if count else "nothing")

    def _at(self, number: int) -> int:
        return _LEFT + number - self._columns.start


def _explanation(
    matrix: ExportedMatrix, made: datetime | None
) -> Iterator[tuple[SheetText, SheetText]]:
    titles = matrix.titles
    yield SheetText(), SheetText(matrix.caption, look="caption")
    yield SheetText(), SheetText(titles.page, matrix.page)
    if matrix.computed:
        yield SheetText(), SheetText(matrix.computed)
    elif made:
        yield SheetText(), SheetText(titles.made % made.date().isoformat())
    yield SheetText(), SheetText()
    yield SheetText(), SheetText(titles.symbols, look="heading")
    for entry in matrix.legend:
        yield SheetText(entry.symbol, look=entry.tone or "text"), SheetText(entry.words)
    yield SheetText(), SheetText()
    yield SheetText(), SheetText(titles.numbers, look="heading")
    for number in matrix.numbers:
        yield SheetText(), SheetText(number)
    for gap in matrix.gaps:
        yield SheetText(), SheetText()
        yield SheetText(), SheetText(gap.heading, look="heading")
        for name, note in zip_longest(gap.names, gap.notes):
            text = f"{name.title} ({note})" if note else name.title
            yield SheetText(name.id, name.href), SheetText(text, name.href)
