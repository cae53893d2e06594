"""Read an untrusted workbook: cells as plain values; no formula or macro is run."""

from __future__ import annotations

import lzma
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from sphinx.locale import get_translation

from needs_core.spreadsheet import sheet_parser
from needs_exchange.sheets.sheet_file import (
    BOOLEAN,
    CONTROL,
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    TIME,
    ReadFile,
    ReadSheet,
    SheetCell,
    SheetRow,
    UnusableFileError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ = get_translation("needs_exchange")

UNPACKED = 100_000_000
"""Bytes of everything in a workbook. What it takes to read it grows with these."""
MOST_PARTS = 2_000

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
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,  # encrypted, or packed in a way that is not known
    ValueError,
    KeyError,
)
"""What ``zipfile`` raises for a damaged archive."""


def read_xlsx(path: Path) -> ReadFile:
    """Read a workbook. Raises ``UnusableFileError`` for another or an unsafe file."""
    _check_parts(path)
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
    sheets, controls = [], None
    for page in book.worksheets:
        sheet = _sheet(page, book)
        if page.title == CONTROL:
            cells = (row.cells.get(1) for row in sheet.rows)
            controls = tuple(cell.text for cell in cells if cell)
        else:
            sheets.append(sheet)
    return ReadFile(tuple(sheets), controls)


def _sheet(page: Any, book: Any) -> ReadSheet:
    with sheet_parser(page, book) as parser:
        rows = tuple(_rows(page.title, parser))
        found = getattr(parser, "merged_cells", None)
    merged = tuple(str(ref.ref) for ref in found.mergeCell) if found else ()
    return ReadSheet(page.title, rows, merged)


def _rows(name: str, parser: Any) -> Iterator[SheetRow]:
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
        return SheetCell(str(int(value)) if value.is_integer() else repr(value))
    return SheetCell(str(value))


def _moment(value: date | time | timedelta) -> SheetCell:
    """Return a date as a day; a time of day gives a cell with ``other=TIME``."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return SheetCell(value.isoformat(), day=True)
    return SheetCell(str(value), TIME)


def _check_parts(path: Path) -> None:
    """Refuse what unpacks to too much, what holds macros, and what is no workbook."""
    try:
        with zipfile.ZipFile(path) as file:
            parts = file.infolist()
            names = {part.filename for part in parts}
            size = sum(part.file_size for part in parts)
            if size > UNPACKED or len(parts) > MOST_PARTS:
                raise UnusableFileError(
                    _("The file unpacks to far more than a plan takes. It is not opened.")
                )
            if "mimetype" in names:
                raise UnusableFileError(
                    _("The file is from LibreOffice. Save it as Excel workbook (.xlsx).")
                )
            if "[Content_Types].xml" not in names:
                raise UnusableFileError(
                    _("The file is no workbook. Send an Excel workbook (.xlsx) or CSV.")
                )
            types = file.read("[Content_Types].xml")
            if b"macroEnabled" in types or any("vbaProject" in name for name in names):
                raise UnusableFileError(
                    _("The file holds macros. Save it as Excel workbook (.xlsx).")
                )
            if b"spreadsheetml" not in types or any(
                x.endswith(".bin") and "workbook" in x for x in names
            ):
                raise UnusableFileError(
                    _("The file is no workbook. Send an Excel workbook (.xlsx) or CSV.")
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(file, part)
    except _BROKEN_ARCHIVE as error:
        text = _("The file is broken. Save it again and send it anew.")
        raise UnusableFileError(text) from error


def _check_xml(file: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares entities: no program that saves workbooks does."""
    with file.open(part) as stream:
        last = b""
        while block := stream.read(1 << 20):
            plain = (last + block).replace(b"\0", b"")
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise UnusableFileError(
                    _("The file holds XML that no workbook needs. It is not opened.")
                )
            last = block[-32:]
