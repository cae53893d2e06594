"""Read a CSV file as Excel, LibreOffice and others save it."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.sheets.raw import (
    MOST_COLUMNS,
    MOST_ROWS,
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


def read(path: Path) -> RawFile:
    """Read a CSV file. Raises ``UnusableFileError`` for what is no such file."""
    text, notes = _text(path.read_bytes())
    rows = tuple(_rows(text))
    return RawFile(path.name, (RawSheet("", rows),), None, notes, csv=True)


def _text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, and a note when its encoding is the one of old Windows."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise _unreadable() from None
    if b"\0" in raw:
        raise _unreadable()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise _unreadable() from None
    return text, (
        str(_("The file is not UTF-8 and is read as Windows text: look at æ, ø and å.")),
    )


def _unreadable() -> UnusableFileError:
    return UnusableFileError(
        _("The file is no workbook. Send an Excel workbook (.xlsx) or CSV.")
    )


def _rows(text: str) -> Iterator[RawRow]:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                said = _(
                    "The file has more than %(rows)d rows or %(columns)d columns."
                    " Is it the right file?"
                )
                raise UnusableFileError(said % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})
            found = {
                column: Cell(value.removeprefix("'"))
                for column, value in enumerate(cells, start=1)
                if value.strip()
            }
            if found:
                yield RawRow(number, found)
    except csv.Error as error:
        said = _("The file cannot be read as CSV from row %d. Save it again as CSV.")
        raise UnusableFileError(said % (reader.line_num)) from error
