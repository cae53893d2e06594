"""Read a workbook: values, formulas and merged cells told apart, never computed."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser
from sphinx.locale import get_translation

from needs_exchange.sheets.as_xlsx import CONTROL
from needs_exchange.sheets.raw import (
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    TIME,
    TRUTH,
    Cell,
    RawFile,
    RawRow,
    RawSheet,
    UnusableFileError,
)

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
"""What openpyxl raises of a workbook that is not one, instead of saying so."""


def read(path: Path) -> RawFile:
    """Read a workbook that ``guarding`` let through; raises ``UnusableFileError``."""
    try:
        # Opened here: of a broken workbook openpyxl leaves its own file open.
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions: nothing of ours
            book = load_workbook(file, read_only=True, keep_links=False)
            try:
                return _read(path.name, book)
            finally:
                book.close()
    except UnusableFileError:
        raise
    except (*_BROKEN, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        said = _("The file is broken. Save it again and send it anew.")
        raise UnusableFileError(said) from error


def _read(name: str, book: Any) -> RawFile:
    sheets, controls = [], None
    for page in book.worksheets:
        sheet = _sheet(page, book)
        if page.title == CONTROL:
            cells = (row.cells.get(1) for row in sheet.rows)
            controls = tuple(cell.text for cell in cells if cell)
        else:
            sheets.append(sheet)
    return RawFile(name, tuple(sheets), controls)


def _sheet(page: Any, book: Any) -> RawSheet:
    with page._get_source() as source:
        parser = WorkSheetParser(
            source,
            page._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = tuple(_rows(page.title, parser))
        found = getattr(parser, "merged_cells", None)
    merged = tuple(str(ref.ref) for ref in found.mergeCell) if found else ()
    return RawSheet(page.title, rows, merged)


def _rows(name: str, parser: Any) -> Iterator[RawRow]:
    """Yield the rows that hold something; empty ones with a look are many and nothing."""
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
        if count > MOST_ROWS or max(found) > MOST_COLUMNS:
            said = _(
                "The sheet %(sheet)s has more than %(rows)d rows or %(columns)d columns."
                " Is it the right file?"
            )
            raise UnusableFileError(
                said % {"sheet": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        yield RawRow(number, found)


def _cell(cell: dict[str, Any]) -> Cell | None:
    """Return a cell as text; a number as one would write it, a day as year-month-day."""
    value, kind = cell["value"], cell["data_type"]
    if value is None or value == "":
        return None
    if kind in {"f", "e"}:
        return Cell("", FORMULA) if kind == "f" else Cell(str(value), ERROR)
    if isinstance(value, bool):
        return Cell(str(value).lower(), TRUTH)
    if isinstance(value, (date, time, timedelta)):
        return _moment(value)
    if isinstance(value, float):
        return Cell(str(int(value)) if value.is_integer() else repr(value))
    return Cell(str(value))


def _moment(value: date | time | timedelta) -> Cell:
    """Return a day as a day; what has a time of day is told."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return Cell(value.isoformat(), day=True)
    return Cell(str(value), TIME)
