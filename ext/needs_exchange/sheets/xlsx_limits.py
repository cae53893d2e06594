"""What a workbook may hold: judged part by part, before any program makes values of it.

Reading a part costs time and memory with its bytes and its elements. Both are counted while
it is unpacked, and what is far more than a plan takes is refused by the name of its part.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import printable
from needs_exchange.sheets.sheet_file import UnusableFileError

if TYPE_CHECKING:
    from pathlib import Path

_ = get_translation("needs_exchange")

MOST_UNPACKED = 60_000_000
"""Bytes of everything in a workbook."""
MOST_PARTS = 2_000
MOST_CELLS = 500_000
"""Elements that make up cells and texts."""
MOST_OTHERS = 40_000
"""Elements by any other name: formats, merged cells, links and so on."""
LONGEST_TEXT = 250_000
"""Bytes from one element to the next: a cell holds 32,767 characters."""
MOST_LONG_TAGS = 1_000_000
"""Bytes of elements with very long attributes: lists of cells."""
MOST_SHEETS = 100
_LONGEST = 80
"""Letters of the name of a part that a message repeats."""

_CELLS = frozenset({b"row", b"c", b"v", b"f", b"is", b"si", b"t", b"r"})
_NAME = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BLOCK = 1 << 20
_LONG_TAG = re.compile(rb"<[^<>]{1000,}")
_LONG_TEXT = re.compile(rb"<[^<]{%d}" % LONGEST_TEXT)
_BROKEN = (
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


def check_workbook(path: Path) -> None:
    """Refuse what is too large, what holds macros, and what is no workbook.

    Raises ``UnusableFileError``.
    """
    try:
        with zipfile.ZipFile(path) as file:
            parts = file.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_UNPACKED or len(parts) > MOST_PARTS:
                largest = max(parts, key=lambda part: part.file_size).filename
                text = _(
                    "The file unpacks to far more than a plan takes, most of it in the part"
                    " %s. It is not opened."
                )
                raise UnusableFileError(text % printable(largest)[:_LONGEST])
            _check_kind(file, {part.filename for part in parts})
            check = _PartCheck(file)
            for part in parts:
                check.check(part)
    except _BROKEN as error:
        text = _("The file is broken. Save it again and send it anew.")
        raise UnusableFileError(text) from error


def _check_kind(file: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse what is no workbook, or one with macros."""
    if "mimetype" in names:
        raise UnusableFileError(
            _("The file is from LibreOffice. Save it as Excel workbook (.xlsx).")
        )
    no_workbook = _("The file is no workbook. Send an Excel workbook (.xlsx) or CSV.")
    if "[Content_Types].xml" not in names:
        raise UnusableFileError(no_workbook)
    types = file.read("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaProject" in name for name in names):
        raise UnusableFileError(
            _("The file holds macros. Save it as Excel workbook (.xlsx).")
        )
    binary = any(x.endswith(".bin") and "workbook" in x for x in names)
    if b"spreadsheetml" not in types or binary:
        raise UnusableFileError(no_workbook)


class _PartCheck:
    """Checks the parts of a workbook one by one, and counts what they hold together.

    A part is judged by what is in it: the parts of a workbook may have any names.
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._cells = self._others = self._long = 0

    def check(self, part: zipfile.ZipInfo) -> None:
        """Refuse a part with too many elements, or that declares entities."""
        found: Counter[bytes] = Counter()
        rest = b""
        with self._file.open(part) as stream:
            while block := stream.read(_BLOCK):
                plain = rest + block.replace(b"\0", b"")
                # What may be half a tag or half a word waits for the next block.
                end = max(plain.rfind(b"<"), len(plain) - LONGEST_TEXT)
                end = end if end > 0 else len(plain)
                rest = plain[end:]
                self._count(part.filename, plain[:end], found)
        self._count(part.filename, rest, found)

    def _count(self, part: str, plain: bytes, found: Counter[bytes]) -> None:
        # No program that saves workbooks declares entities; a picture (SVG) may.
        picture = part.startswith("xl/media/")
        if not picture and (b"<!DOCTYPE" in plain or b"<!ENTITY" in plain):
            text = _("The part %s holds XML that no workbook needs. It is not opened.")
            raise UnusableFileError(text % printable(part)[:_LONGEST])
        names = Counter(_NAME.findall(plain))
        found += names
        cells = sum(names[name] for name in _CELLS)
        self._cells += cells
        self._others += names.total() - cells
        self._long += sum(map(len, _LONG_TAG.findall(plain)))
        if self._cells > MOST_CELLS or self._others > MOST_OTHERS:
            name, count = max(found.items(), key=lambda pair: pair[1])
            text = _(
                "The part %(part)s holds at least %(count)d × <%(name)s>, far more than a"
                " plan takes. It is not opened."
            )
            told = {
                "part": printable(part)[:_LONGEST],
                "count": count,
                "name": name.decode()[:40],
            }
            raise UnusableFileError(text % told)
        if self._long > MOST_LONG_TAGS or (not picture and _LONG_TEXT.search(plain)):
            text = _("The part %s holds far longer texts than a plan. It is not opened.")
            raise UnusableFileError(text % printable(part)[:_LONGEST])
