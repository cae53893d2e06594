"""A matrix as a workbook: the matrix on one sheet, its explanation on another.

Texts from pages are written as strings and never as formulas, numbers or links; a link
leads to an address that the build made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter import Workbook

from needs_core.design import GAP, GAP_INK, INK, LINE, QUIET, SURFACE, TONES
from needs_core.spreadsheet import cut
from needs_coverage.exports.sparse import SparseSheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from needs_coverage.exports.model import ExportedMatrix, ExportedRow, ItemName

WIDEST = 16_000
"""Columns of a matrix on one sheet; Excel has 16,384. The rest stand on the next."""
MOST_LINKS = 65_000
"""Links on one sheet; Excel opens no more than 65,530. The rest are texts."""
_LONGEST_ADDRESS = 2_000
"""Characters of an address; Excel takes no more than 2,080."""

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of every workbook: the same matrix gives the same bytes on any day."""

_GROUP, _ID, _TITLE, _TOTAL = 30, 12, 50, 9
"""Widths of columns, in characters."""
_LEFT = 3
"""How many columns stand to the left of the cells: group, id, title."""
_A3 = 8
_FITS = 40
"""Columns that can be read when they are printed on one page across."""
_LINE_HEIGHT, _MOST_LINES = 15, 27

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
    "again": {**_LINE, "font_color": QUIET, "text_wrap": True},
    "id": {**_LINE, "bold": True},
    "title": {**_LINE, "text_wrap": True},
    "count": _COUNT,
    "nothing": {**_COUNT, "bg_color": GAP.fill.light, "font_color": GAP_INK.light},
    **{name: {**_CELL, "bg_color": tone.fill.light} for name, tone in TONES.items()},
}
_FORMATS["lost"]["font_strikeout"] = True


def xlsx_bytes(matrix: ExportedMatrix, made: datetime | None = None) -> bytes:
    """Return the workbook; ``made`` is the date it states, if any."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": matrix.caption[:255], "created": made or _CREATED})
    formats = {name: book.add_format(values) for name, values in _FORMATS.items()}
    count, title = len(matrix.columns), matrix.titles.matrix
    for number, start in enumerate(range(0, max(count, 1), WIDEST), start=1):
        name = title if number == 1 else f"{title} {number}"
        sheet = _add_sheet(book, name, formats)
        columns = range(start, min(start + WIDEST, count))
        _MatrixSheet(sheet, matrix, columns).write()
    _write_explanation(_add_sheet(book, matrix.titles.explanation, formats), matrix, made)
    book.close()
    return buffer.getvalue()


def _add_sheet(book: Workbook, name: str, formats: dict[str, Format]) -> _Sheet:
    sheet = book.add_worksheet(name[:31], SparseSheet)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    return _Sheet(sheet, formats)


class _Sheet:
    """A sheet that takes texts, counts and links, each in a named format."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format]) -> None:
        self.sheet, self._formats, self._links = sheet, formats, 0

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a string, whatever it looks like."""
        if text:
            self.sheet.write_string(row, column, cut(text), self._formats[look])
        else:
            self.sheet.write_blank(row, column, None, self._formats[look])

    def count(self, row: int, column: int, count: int) -> None:
        """Write a count."""
        look = self._formats["count" if count else "nothing"]
        self.sheet.write_number(row, column, count, look)

    def link(self, row: int, column: int, href: str | None, text: str, look: str) -> None:
        """Write a text that leads to an address; where it cannot, the text alone."""
        address = _address(href)
        if address and text and self._links < MOST_LINKS:
            self._links += 1
            self.sheet.write_url(row, column, address, self._formats[look], cut(text))
        else:
            self.text(row, column, text, look)

    def row(self, row: int, lines: int, *, inside: bool) -> None:
        """Make a row so many lines high; one inside a group folds below its heading.

        Excel would find the height by itself, other programs do not.
        """
        options = {"level": 1} if inside else {}
        self.sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES), None, options)


class _MatrixSheet:
    """The matrix, or so many of its columns as one sheet holds."""

    def __init__(self, page: _Sheet, matrix: ExportedMatrix, columns: range) -> None:
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
            page.text(row, column, title, "corner")
        for number in self._columns:
            name = self._matrix.columns[number]
            page.link(row, self._at(number), name.href, name.text, "column")
        page.text(row, self._last, titles.total, "corner")

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
        self._page.row(at, 1, inside=False)
        self._page.link(at, 0, heading.href, heading.text, "group")
        for column in range(1, _LEFT):
            self._page.text(at, column, "", "group")

    def _write_row(self, at: int, row: ExportedRow, heading: ItemName | None) -> None:
        page, name = self._page, row.name
        group = heading.text if heading else ""
        page.row(at, self._lines(group, row), inside=bool(heading))
        page.text(at, 0, group, "again")
        page.link(at, 1, name.href, name.id, "id")
        page.text(at, 2, name.title, "title")
        for cell in row.cells:
            if cell.column in self._columns:
                page.text(at, self._at(cell.column), cell.text, cell.tone)
        page.count(at, self._last, row.total)

    def _write_totals(self, at: int) -> None:
        for column, text in enumerate(("", "", self._matrix.titles.total)):
            self._page.text(at, column, text, "corner")
        for number in self._columns:
            self._page.count(at, self._at(number), self._matrix.column_totals[number])
        self._page.count(at, self._last, self._matrix.total)

    def _set_columns(self) -> None:
        sheet, last, grouped = self._page.sheet, self._last, self._matrix.grouped
        sheet.set_column(0, 0, _GROUP if grouped else None, None, {"hidden": not grouped})
        sheet.set_column(1, 1, _ID)
        sheet.set_column(2, _LEFT - 1, _TITLE)
        if last > _LEFT:
            sheet.set_column(_LEFT, last - 1, self._width)
        sheet.set_column(last, last, _TOTAL)

    def _set_view(self, bottom: int) -> None:
        """Freeze the headers, have the rows filtered, and fit the print on a page."""
        sheet, last, head = self._page.sheet, self._last, self._head
        longest = max((len(name.text) for name in self._matrix.columns), default=0)
        sheet.set_row(head, min(max(60, 5.5 * longest), 300))
        sheet.freeze_panes(head + 1, _LEFT)
        if bottom > head + 1:
            sheet.autofilter(head, 0, bottom - 1, last)
        sheet.repeat_rows(0, head)
        sheet.repeat_columns(0, _LEFT - 1)
        sheet.hide_gridlines(0)  # they are printed, too
        if last < _FITS:
            sheet.fit_to_pages(1, 0)
        sheet.outline_settings(symbols_below=False)

    def _lines(self, group: str, row: ExportedRow) -> int:
        """Return how many lines the longest text of a row takes, approximately."""
        cell = max((len(cell.text) for cell in row.cells), default=0)
        widths = ((len(group), _GROUP), (len(row.name.title), _TITLE), (cell, self._width))
        return max(1 + length // width for length, width in widths)

    def _at(self, number: int) -> int:
        return _LEFT + number - self._columns.start


class _Text(NamedTuple):
    """A text on the explanation's sheet, its address, and its format."""

    text: str = ""
    href: str | None = None
    look: str = "text"


_EMPTY = _Text()


def _write_explanation(page: _Sheet, matrix: ExportedMatrix, made: datetime | None) -> None:
    """Write caption, page and date, then the legend, the numbers and the gaps."""
    page.sheet.set_column(0, 0, 16)
    page.sheet.set_column(1, 1, 90)
    for row, line in enumerate(_explanation(matrix, made)):
        for column, (text, href, look) in enumerate(line):
            page.link(row, column, href, text, look)


def _explanation(
    matrix: ExportedMatrix, made: datetime | None
) -> Iterator[tuple[_Text, _Text]]:
    titles = matrix.titles
    yield _EMPTY, _Text(matrix.caption, look="caption")
    yield _EMPTY, _Text(titles.page, matrix.page)
    if made:
        yield _EMPTY, _Text(titles.made % made.date().isoformat())
    yield _EMPTY, _EMPTY
    yield _EMPTY, _Text(titles.symbols, look="heading")
    for entry in matrix.legend:
        yield _Text(entry.symbol, look=entry.tone or "text"), _Text(entry.words)
    yield _EMPTY, _EMPTY
    yield _EMPTY, _Text(titles.numbers, look="heading")
    for number in matrix.numbers:
        yield _EMPTY, _Text(number)
    for gap in matrix.gaps:
        yield _EMPTY, _EMPTY
        yield _EMPTY, _Text(gap.heading, look="heading")
        for name in gap.names:
            yield _Text(name.id, name.href), _Text(name.title, name.href)


def _address(href: str | None) -> str | None:
    """Return an address as XlsxWriter takes it, if it is one that may be opened."""
    if not href or len(href) > _LONGEST_ADDRESS:
        return None
    if href.startswith(("https://", "http://")):
        return href
    return None if ":" in href.partition("#")[0] else f"external:{href}"
