"""The plan as CSV: written for Excel with Danish settings, read from any program."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.values import NUMBER
from needs_core.spreadsheet import csv_bytes, plain
from needs_exchange.sheets.sheet_file import (
    MOST_COLUMNS,
    MOST_ROWS,
    ReadFile,
    ReadSheet,
    SheetCell,
    SheetRow,
    UnusableFileError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from needs_authoring.values import FieldRule
    from needs_exchange.plan_sheets import FilledSheet

_ = get_translation("needs_exchange")

_MOST_DELIMITERS = 20_000
"""Delimiters of a line, also within texts: a reader makes a value of every one."""


def read_csv(path: Path) -> ReadFile:
    """Read a CSV file. Raises ``UnusableFileError`` for any other file."""
    text, notes = _text(path.read_bytes())
    rows = tuple(_rows(text))
    return ReadFile((ReadSheet("", rows),), None, notes, csv=True)


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


def _too_many() -> UnusableFileError:
    text = _(
        "The file has more than %(rows)d rows or %(columns)d columns. Is it the right file?"
    )
    return UnusableFileError(text % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})


def _rows(content: str) -> Iterator[SheetRow]:
    head = content.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";\t,", key=head.count)
    if any(line.count(delimiter) > _MOST_DELIMITERS for line in content.split("\n")):
        raise _too_many()
    reader = csv.reader(StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_many()
            found = {
                column: SheetCell(value.removeprefix("'"))
                for column, value in enumerate(cells, start=1)
                if value.strip()
            }
            if found:
                yield SheetRow(number, found)
    except csv.Error as error:
        text = _("The file cannot be read as CSV from row %d. Save it again as CSV.")
        raise UnusableFileError(text % reader.line_num) from error


def sheet_csv(filled: FilledSheet) -> bytes:
    """Return the CSV file of a sheet, with the control of each row in the last column."""
    return csv_bytes(_csv_rows(filled))


def control_header() -> str:
    """Return what stands above the last column."""
    return str(_("Control (leave as it is)"))


def _csv_rows(filled: FilledSheet) -> Iterator[list[str]]:
    columns = filled.sheet.columns
    yield [*(plain(column.label) for column in columns), control_header()]
    for row in filled.rows:
        cells = map(_cell, row.values, columns)
        yield [*cells, row.control.text]


def _cell(value: str, column: FieldRule) -> str:
    """Return a value so that Excel takes it as text, and we can take it back.

    An apostrophe of its own is doubled; a day is left for Excel to know as a day.
    """
    if column.date:
        return value
    if column.number and NUMBER.fullmatch(value):  # 1.5 is a day to Excel with a comma
        return column.display(value)
    return f"'{value}" if value.startswith("'") else plain(value)
