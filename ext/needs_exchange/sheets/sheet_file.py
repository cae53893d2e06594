"""A spreadsheet file to import: its limits, its kind, and its cells as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ = get_translation("needs_exchange")

MOST_BYTES = 20_000_000
"""Bytes of a file."""
MOST_ROWS = 20_000
"""Rows of one sheet."""
MOST_COLUMNS = 200
MOST_TEXT = 20_000_000
"""Characters of all cells: a text that stands once in a workbook may be in many cells."""

FORMULA, ERROR, TIME, BOOLEAN = "formula", "error", "time", "boolean"
"""What a cell may hold beside text, a number or a date."""
XLSX, CSV, JSON = "xlsx", "csv", "json"
"""The kinds of files."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnusableFileError(Exception):
    """A file that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with something in it."""

    text: str
    other: str | None = None
    """``FORMULA``, ``ERROR``, ``TIME`` or ``BOOLEAN``, if it holds that."""
    day: bool = False
    """Whether the sheet holds it as a day, and not as text."""
    number: bool = False
    """Whether the sheet holds it as a number: its decimals come after a point."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it: its number from 1, its cells by column from 1."""

    number: int
    cells: Mapping[int, SheetCell]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet; the name is empty in a file that has but one."""

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[str, ...] = ()
    """Where cells are merged, as ``A1:B2``."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that could be read."""

    sheets: tuple[ReadSheet, ...]
    controls: tuple[str, ...] | None = None
    """The texts of the control sheet; ``None``: there is no such sheet."""
    notes: tuple[str, ...] = field(default=())
    """What its sender should know of how it was read."""
    csv: bool = False


@dataclass(slots=True)
class TextCount:
    """Counts the characters of a file while its cells are read."""

    total: int = 0

    def add(self, sheet: str, cells: Iterable[SheetCell]) -> None:
        """Count the cells of a row. Raises ``UnusableFileError`` for too many."""
        self.total += sum(len(cell.text) for cell in cells)
        if self.total > MOST_TEXT:
            text = _("The sheet %s holds far more text than a plan takes. It is not read.")
            raise UnusableFileError(text % sheet)


def column_letters(column: int) -> str:
    """Return what a column is called, counted from 1.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def file_kind(name: str) -> str:
    """Return ``XLSX``, ``JSON`` or ``CSV``, by the first bytes of a file.

    Raises ``UnusableFileError`` for anything that is none of them.
    """
    path = Path(name)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnusableFileError(_("It is no file."))
        if size > MOST_BYTES:
            raise UnusableFileError(
                _("The file is larger than 20 MB. Delete what does not belong to the plan.")
            )
        with path.open("rb") as file:
            head = file.read(8)
            rest = file.read() if head == _OLE else b""
    except OSError as error:
        text = _("The file cannot be opened. Is its name right?")
        raise UnusableFileError(text) from error
    if head == _OLE:
        raise UnusableFileError(_old_or_locked(rest))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return JSON
    return XLSX if head.startswith(b"PK") else CSV


def _old_or_locked(rest: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in rest:
        return _("The file is protected by a password. Save it without one.")
    return _("The file is an old Excel file (.xls). Save it as Excel workbook (.xlsx).")
