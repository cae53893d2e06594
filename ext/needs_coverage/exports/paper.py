"""The door to XlsxWriter: what is written is a string, a count, or a link of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from needs_core.spreadsheet import cut
from needs_coverage.exports.sparse import SparseSheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from needs_coverage.exports.grid import Name

_LINKS = 65_000
"""Links on one sheet; Excel opens no more than 65,530."""
_ADDRESS = 2_000
"""Characters of an address; Excel takes no more than 2,080."""

_A3 = 8
_FITS = 40
"""Columns that can be read when they are printed on one page across."""
_LINE_HEIGHT = 15
_LINE = {"border": 1, "border_color": "#8A94A0", "valign": "vcenter"}
_HEAD = {**_LINE, "bg_color": "#F2F4F7"}
_CELL = {**_LINE, "align": "center", "text_wrap": True, "font_color": "#10202B"}
# A zero is told by a circle, too: never by its colour alone.
_COUNT = {**_LINE, "align": "center", "bold": True, "num_format": '0;-0;"○ "0'}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "caption": {"bold": True, "font_size": 14, "text_wrap": True},
    "heading": {"bold": True, "text_wrap": True},
    "corner": {**_HEAD, "bold": True, "text_wrap": True},
    "column": {**_HEAD, "rotation": 90, "text_wrap": True, "align": "center"},
    "span": {**_HEAD, "bold": True},
    "group": {**_HEAD, "bold": True, "top": 2},
    "again": {**_LINE, "font_color": "#5A6470", "text_wrap": True},
    "id": {**_LINE, "bold": True},
    "title": {**_LINE, "text_wrap": True},
    "count": _COUNT,
    "nothing": {**_COUNT, "bg_color": "#FDECC8", "font_color": "#5C3D00"},
    # The colours of the page: see needs_coverage.css.
    "rank-0": {**_CELL, "bg_color": "#ECECEC"},
    "rank-1": {**_CELL, "bg_color": "#E3ECF5"},
    "rank-2": {**_CELL, "bg_color": "#CFE0F3"},
    "rank-3": {**_CELL, "bg_color": "#B5D3F0"},
    "done": {**_CELL, "bg_color": "#D3EFDB"},
    "lost": {**_CELL, "bg_color": "#E6E6E6", "font_strikeout": True},
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a matrix stand on its sheet."""

    head: int
    """The row of the headers."""
    longest: int
    """Characters of the longest header."""
    bottom: int
    """The row of the totals."""
    left: int
    """The column of the first cells."""
    last: int
    """The column of the totals."""
    widths: tuple[int, int, int, int]
    """Of group (0: there are none), id, title and a cell, in characters."""


class Paper:
    """A workbook with its looks."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.looks: dict[str, Format] = {
            name: book.add_format(look) for name, look in _LOOKS.items()
        }

    def sheet(self, name: str) -> Page:
        """Return a new sheet, to be printed across."""
        sheet = self._book.add_worksheet(name[:31], SparseSheet)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        return Page(sheet, self.looks)


class Page:
    """A sheet that takes texts, counts and links to items."""

    def __init__(self, sheet: Worksheet, looks: dict[str, Format]) -> None:
        self._sheet, self._looks, self._links = sheet, looks, 0

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a string, whatever it looks like."""
        if text:
            self._sheet.write_string(row, column, cut(text), self._looks[look])
        else:
            self._sheet.write_blank(row, column, None, self._looks[look])

    def number(self, row: int, column: int, count: int) -> None:
        """Write a count of ours."""
        look = self._looks["count" if count else "nothing"]
        self._sheet.write_number(row, column, count, look)

    def name(self, row: int, column: int, name: Name, text: str, look: str) -> None:
        """Write an item that leads to where it is read."""
        self.link(row, column, name.href, text, look)

    def link(self, row: int, column: int, href: str | None, text: str, look: str) -> None:
        """Write a text that leads to an address; where it cannot, the text alone."""
        address = _address(href)
        if address and text and self._links < _LINKS:
            self._links += 1
            written = (address, self._looks[look], cut(text))
            self._sheet.write_url(row, column, *written)
        else:
            self.text(row, column, text, look)

    def row(self, row: int, lines: int, *, inside: bool) -> None:
        """Make a row so many lines high; one inside a group folds below its heading.

        Excel would find the height by itself, other programs do not.
        """
        options = {"level": 1} if inside else {}
        self._sheet.set_row(row, _LINE_HEIGHT * min(lines, 27), None, options)

    def columns(self, widths: Iterable[int]) -> None:
        """Set the widths of the first columns."""
        for number, width in enumerate(widths):
            self._sheet.set_column(number, number, width)

    def shape(self, frame: Frame) -> None:
        """Freeze the headers, set the widths, and let the rows be filtered."""
        sheet, (group, id_, title, cell) = self._sheet, frame.widths
        left, last, head = frame.left, frame.last, frame.head
        sheet.set_column(0, 0, group or None, None, {"hidden": not group})
        sheet.set_column(1, 1, id_)
        sheet.set_column(2, left - 1, title)
        if last > left:
            sheet.set_column(left, last - 1, cell)
        sheet.set_column(last, last, 9)
        sheet.set_row(head, min(max(60, 5.5 * frame.longest), 300))
        sheet.freeze_panes(head + 1, left)
        if frame.bottom > head + 1:
            sheet.autofilter(head, 0, frame.bottom - 1, last)
        sheet.repeat_rows(0, head)
        sheet.repeat_columns(0, left - 1)
        sheet.hide_gridlines(0)  # they are printed, too
        if last < _FITS:
            sheet.fit_to_pages(1, 0)
        sheet.outline_settings(symbols_below=False)


def _address(href: str | None) -> str | None:
    """Return an address as XlsxWriter takes it, when it is one that may be opened."""
    if not href or len(href) > _ADDRESS:
        return None
    if href.startswith(("https://", "http://")):
        return href
    return None if ":" in href.partition("#")[0] else f"external:{href}"
