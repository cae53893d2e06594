"""Writing workbooks and CSV files: texts stay texts; access to openpyxl and XlsxWriter.

Text from a page is never written as a formula, a number or a link, and never longer than
a cell holds. XlsxWriter and openpyxl are loaded when a file is written or read. Their
undocumented parts are used here and nowhere else: ``Worksheet._write_rows`` and
``_calculate_spans`` of XlsxWriter, ``WorkSheetParser`` of openpyxl.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, NamedTuple

from needs_core.dates import read_day
from needs_core.design import HEAD, HEAD_INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl.worksheet._reader import WorkSheetParser
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Characters a cell of a sheet holds, counted in UTF-16 as Excel does."""
MOST_LINKS = 65_000
"""Links on one sheet; Excel opens no more than 65,530."""
_LONGEST_ADDRESS = 2_000
"""Characters of an address; Excel takes no more than 2,080."""
_LONGEST_NAME = 31
"""Characters of the name of a sheet."""
_FIRST_DAY = date(1900, 3, 1)
"""Excel has a 29 February 1900, and counts wrongly before it."""
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook was made: the same content gives the same bytes on any day."""

A3, A4 = 8, 9
"""Sizes of paper."""
LINE_HEIGHT = 15
"""Points of a line of text."""
_MOST_LINES = 27
"""Excel makes no row higher."""

_SPACE = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-zæøå]*"
_TURNED = re.compile(
    rf"""(?ix)
    \d+ [\s.,:/%-] [\d\s.,:/%-]* | 0\d+ | \d{{12,}}      # a date, a time, a share, a number
    | [\d.,]+ e [+-]? \d+ | [$€£(] [\d.,\s]+ \)?
    | \d{{1,4}} [\s./-]* {_MONTH} [\s./-]* \d{{0,4}} | {_MONTH} [\s./-]* \d{{1,4}}
    """
)
"""A text that Excel would turn into a number or a date when it opens a CSV file."""


LIST_FORMATS: Mapping[str, Mapping[str, object]] = {
    "head": {
        "bold": True,
        "bg_color": HEAD,
        "font_color": HEAD_INK,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
    },
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "number": {"num_format": "General", "valign": "top", "align": "left"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
}
"""The cell formats of a sheet that lists needs, a row each, by the name a writer uses."""


def clean(text: str) -> str:
    r"""Return a text on one line, without what XML and Excel cannot hold.

    A translation that is still to be looked up becomes a string here.

    >>> clean(" a\r\n\tb\x00 ")
    'a b'
    """
    return _BROKEN.sub("", _SPACE.sub(" ", str(text))).strip(" ")


def cut(text: str) -> str:
    """Return what a cell of a sheet can hold of a text, with … where it goes on."""
    if len(text) * 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def plain(text: str) -> str:
    """Return a text so that a sheet that opens a CSV file takes it as text.

    What would be a formula, a number or a date gets the apostrophe in front that one
    would type in Excel itself.

    >>> plain("=1+1"), plain("2027-1"), plain("1. maj"), plain("1. Støtte"), plain("2027")
    ("'=1+1", "'2027-1", "'1. maj", '1. Støtte', '2027')
    """
    marked = _FORMULA.match(text) or _TURNED.fullmatch(text)
    return cut(f"'{text}" if marked else text)


def sheet_name(text: str) -> str:
    """Return a text as a sheet may be called: an apostrophe not at its ends.

    >>> sheet_name("Mål [2025/2026]: hvad der er, og hvad der mangler")
    'Mål  2025 2026   hvad der er, o'
    >>> sheet_name("'Id'er'")
    "Id'er"
    """
    name = "".join(" " if x in "[]:*?/\\" else x for x in text)
    return name.strip(" '")[:_LONGEST_NAME].strip(" '")


def suffixed_name(text: str, suffix: str) -> str:
    """Return a text with an ending, so short that a sheet may be called so.

    >>> suffixed_name("Requirements of the whole car and more", " (req)")
    'Requirements of the whole (req)'
    """
    return f"{text[: _LONGEST_NAME - len(suffix)].rstrip()}{suffix}"


def distinct_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the header of each field, with the field's name where two are alike.

    >>> distinct_headers({"a": "Navn", "b": "navn", "c": "Start"})
    {'a': 'Navn (a)', 'b': 'navn (b)', 'c': 'Start'}
    """
    counts = Counter(header.casefold() for header in headers.values())
    return {
        name: header if counts[header.casefold()] == 1 else f"{header} ({name})"
        for name, header in headers.items()
    }


def excel_day(text: str) -> date | None:
    """Return the day a text names, when Excel can hold it.

    >>> excel_day("2027-03-31"), excel_day("1900-01-31"), excel_day("snart")
    (datetime.date(2027, 3, 31), None, None)
    """
    day = read_day(text)
    return day if day and day >= _FIRST_DAY else None


def line_count(texts: Iterable[tuple[str, int]]) -> int:
    r"""Return how many lines the longest of some texts takes, at about, in a row.

    Each comes with the width of its column in characters. Excel finds the height of a
    row by itself; other programs do not.

    >>> line_count([("kort", 10), ("to linjer\nog en til, som er lang", 20)])
    3
    """
    lines = (
        sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts
    )
    return min(max(lines, default=1), _MOST_LINES)


def csv_bytes(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return a CSV file that Danish Excel opens right: UTF-8 with BOM, ``;``, CRLF.

    The texts are written as they are: pass each through ``plain`` before.
    """
    # Encoded row by row: ten million empty cells are 10 MB then, and not 50.
    content = BytesIO()
    text = TextIOWrapper(content, encoding="utf-8-sig", newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    text.flush()
    return content.getvalue()


class SheetText(NamedTuple):
    """A text on a sheet, the address it leads to, and its format."""

    text: str = ""
    href: str | None = None
    look: str = "text"


class WorkbookWriter:
    """A workbook that is being written, with its formats by name.

    Args:
        title: Its title in the properties of the file.
        formats: Name to the properties of XlsxWriter; ``text`` is the common one.
        created: The date in the properties of the file.
    """

    def __init__(
        self,
        title: str,
        formats: Mapping[str, Mapping[str, Any]],
        created: datetime = CREATED,
    ) -> None:
        from xlsxwriter import Workbook

        self._buffer = BytesIO()
        self.book = Workbook(self._buffer, {"in_memory": True, "remove_timezone": True})
        self.book.set_properties({"title": title[:255], "created": created})
        self._formats = {
            name: self.book.add_format(dict(look)) for name, look in formats.items()
        }

    def add_sheet(self, name: str, *, sparse: bool = False) -> SheetWriter:
        """Add a sheet; a sparse one takes time by its cells, and not by its size."""
        kind = _sparse_sheet() if sparse else None
        taken = {str(one.name).casefold() for one in self.book.worksheets()}
        named, number = sheet_name(name), 1
        while named.casefold() in taken:
            number += 1
            named = suffixed_name(sheet_name(name), f" {number}")
        sheet = self.book.add_worksheet(named, kind)
        return SheetWriter(sheet, self._formats)

    def data(self) -> bytes:
        """Return the whole file; nothing can be written after that."""
        self.book.close()
        return self._buffer.getvalue()


class SheetWriter:
    """A sheet that takes texts, numbers, days and links, each in a named format.

    Rows and columns are counted from 0. ``sheet`` is the one of XlsxWriter, for widths,
    filters and the like.
    """

    def __init__(self, sheet: Worksheet, formats: Mapping[str, Any]) -> None:
        self.sheet, self.formats, self._links = sheet, formats, 0

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a string, whatever it looks like."""
        content = cut(_CONTROL.sub("", text))
        self.sheet.write_string(row, column, content, self.formats[look])

    def blank(self, row: int, column: int, look: str = "text") -> None:
        """Write a cell that only has a format."""
        self.sheet.write_blank(row, column, None, self.formats[look])

    def number(self, row: int, column: int, number: float, look: str = "text") -> None:
        """Write a number."""
        self.sheet.write_number(row, column, number, self.formats[look])

    def day(self, row: int, column: int, day: date, look: str) -> None:
        """Write a day; ``excel_day`` tells which ones can be."""
        moment = datetime.combine(day, time.min)
        self.sheet.write_datetime(row, column, moment, self.formats[look])

    def link(
        self, row: int, column: int, href: str | None, text: str, look: str = "text"
    ) -> None:
        """Write a text that leads to an address; without one, the text or a blank cell."""
        address = _address(href)
        if not text:
            self.blank(row, column, look)
        elif address and self._links < MOST_LINKS:
            self._links += 1
            content = cut(_CONTROL.sub("", text))
            self.sheet.write_url(row, column, address, self.formats[look], content)
        else:
            self.text(row, column, text, look)

    def texts(self, rows: Iterable[Sequence[SheetText]], first: int = 0) -> None:
        """Write rows of texts and links, from a row on."""
        for row, texts in enumerate(rows, start=first):
            for column, (text, href, look) in enumerate(texts):
                self.link(row, column, href, text, look)

    def columns(self, widths: Iterable[int]) -> None:
        """Set the widths of the first columns, in characters."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def row_lines(self, row: int, lines: int, level: int = 0) -> None:
        """Make a row so many lines high; a row with a level folds below its heading."""
        options = {"level": level} if level else {}
        self.sheet.set_row(row, LINE_HEIGHT * min(lines, _MOST_LINES), None, options)

    def print_across(self, paper: int, *, fit: bool = True) -> None:
        """Print the sheet on its side; ``fit`` has all columns on one page."""
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        if fit:
            self.sheet.fit_to_pages(1, 0)


@contextmanager
def sheet_parser(sheet: Any, book: Any) -> Iterator[WorkSheetParser]:
    """Open a sheet of a workbook that openpyxl has loaded read-only, formulas unread.

    ``parse()`` yields row numbers with cells as dicts (``column``, ``value``,
    ``data_type``); ``merged_cells`` is known afterwards. The public reader gives neither
    the type of a cell nor merged cells.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    class CellParser(WorkSheetParser):
        def parse_formula(self, _element: object) -> str:
            """Leave a formula unread: one that is shared would be taken apart for each."""
            return "="

    with sheet._get_source() as source:
        yield CellParser(
            source,
            sheet._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )


def sheet_part(sheet: Any) -> str:
    """Return the name of the part that a sheet of ``sheet_parser`` is read from."""
    return str(sheet._worksheet_path)


def _address(href: str | None) -> str | None:
    """Return an address as XlsxWriter takes it, if it is one that may be opened."""
    if not href or len(href) > _LONGEST_ADDRESS:
        return None
    if href.startswith(("https://", "http://")):
        return href
    return None if ":" in href.partition("#")[0] else f"external:{href}"


@cache
def _sparse_sheet() -> type[Worksheet]:
    """Return a class of sheets that write the cells there are, and look at no others.

    XlsxWriter looks twice at every cell of the grid. A matrix of 1,000 by 10,000 with
    18,000 links would be looked at twenty million times.
    """
    from xlsxwriter.worksheet import Worksheet

    class SparseSheet(Worksheet):
        def _calculate_spans(self) -> None:
            """Leave out how far each row reaches: a hint that no program needs."""

        def _write_rows(self) -> None:
            """Write every row that has cells or a height of its own."""
            for row in sorted({*self.table, *self.row_info}):
                self._write_row(row, None, self.row_info.get(row))
                cells = sorted(self.table[row].items(), key=lambda pair: pair[0])
                for column, cell in cells:
                    self._write_cell(row, column, cell)
                self._xml_end_tag("row")

    return SparseSheet
