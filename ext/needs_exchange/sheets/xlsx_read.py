"""Read an untrusted workbook: cells as plain values; no formula or macro is run."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from sphinx.locale import get_translation

from needs_authoring.sheet_control import CONTROL
from needs_core.spreadsheet import sheet_parser, sheet_part
from needs_exchange.sheets.sheet_file import (
    BOOLEAN,
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    TIME,
    ReadFile,
    ReadSheet,
    SheetCell,
    SheetRow,
    TextCount,
    UnusableFileError,
)
from needs_exchange.sheets.xlsx_limits import MOST_SHEETS, check_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ = get_translation("needs_exchange")

_BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    OSError,
    EOFError,
)
"""What openpyxl raises for a damaged workbook."""


def read_xlsx(path: Path) -> ReadFile:
    """Read a workbook. Raises ``UnusableFileError`` for another or an unsafe file."""
    check_workbook(path)
    try:
        # Opened here: of a broken workbook openpyxl leaves its own file open.
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions: nothing of ours
            book = load_workbook(file, read_only=True, keep_links=False)
            try:
                return _read(book)
            finally:
                book.close()
    except UnusableFileError:
        raise
    except (*_BROKEN, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        text = _("The file is broken. Save it again and send it anew.")
        raise UnusableFileError(text) from error


def _read(book: Any) -> ReadFile:
    sheets, controls, count = [], None, TextCount()
    pages = book.worksheets
    if len(pages) > MOST_SHEETS or len({sheet_part(x) for x in pages}) < len(pages):
        text = _("The file holds more than %d sheets, or one twice. It is not opened.")
        raise UnusableFileError(text % MOST_SHEETS)
    for page in pages:
        sheet = _sheet(page, book, count)
        if page.title == CONTROL:
            cells = (row.cells.get(1) for row in sheet.rows)
            controls = tuple(cell.text for cell in cells if cell)
        else:
            sheets.append(sheet)
    return ReadFile(tuple(sheets), controls)


def _sheet(page: Any, book: Any, count: TextCount) -> ReadSheet:
    with sheet_parser(page, book) as parser:
        rows = tuple(_rows(page.title, parser, count))
        found = getattr(parser, "merged_cells", None)
    merged = tuple(str(ref.ref) for ref in found.mergeCell) if found else ()
    return ReadSheet(page.title, rows, merged)


def _rows(name: str, parser: Any, texts: TextCount) -> Iterator[SheetRow]:
    """Yield the rows with a value; rows that are only formatted are skipped."""
    count = 0
    for number, cells in parser.parse():
        found = {
            cell["column"]: read_cell
            for cell in cells
            if (read_cell := _cell(cell)) is not None
        }
        if not found:
            continue
        count += 1
        texts.add(name, found.values())
        if count > MOST_ROWS or max(found) > MOST_COLUMNS:
            text = _(
                "The sheet %(sheet)s has more than %(rows)d rows or %(columns)d columns."
                " Is it the right file?"
            )
            raise UnusableFileError(
                text % {"sheet": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        yield SheetRow(number, found)


def _cell(cell: dict[str, Any]) -> SheetCell | None:
    """Return a cell as text; a number as one would write it, a day as year-month-day."""
    value, kind = cell["value"], cell["data_type"]
    if value is None or value == "":
        return None
    if kind in {"f", "e"}:
        return SheetCell("", FORMULA) if kind == "f" else SheetCell(str(value), ERROR)
    if isinstance(value, bool):
        return SheetCell(str(value).lower(), BOOLEAN)
    if isinstance(value, (date, time, timedelta)):
        return _moment(value)
    if isinstance(value, float):
        if not value.is_integer():
            return SheetCell(repr(value), number=True)
        value = int(value)
    return SheetCell(str(value))


def _moment(value: date | time | timedelta) -> SheetCell:
    """Return a date as a day; a time of day gives a cell with ``other=TIME``."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return SheetCell(value.isoformat(), day=True)
    return SheetCell(str(value), TIME)
