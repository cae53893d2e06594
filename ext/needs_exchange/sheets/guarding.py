"""Look at a file before it is opened: what it is, and how large it would become."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from sphinx.locale import get_translation

from needs_exchange.sheets.raw import UnusableFileError

_ = get_translation("needs_exchange")

LARGEST = 20_000_000
"""Bytes of a file."""
UNPACKED = 100_000_000
"""Bytes of everything in a workbook. What it takes to read it grows with these."""
MOST_PARTS = 2_000

XLSX, CSV = "xlsx", "csv"
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
"""What Python raises of a broken archive."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind(name: str) -> str:
    """Return whether a file is ``XLSX`` or ``CSV``, by what is in it.

    Raises ``UnusableFileError`` for anything else.
    """
    if not name:
        raise UnusableFileError(
            _("It is not said which file. Write: make import FIL=plan.xlsx")
        )
    path = Path(name)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnusableFileError(_("It is no file."))
        if size > LARGEST:
            raise UnusableFileError(
                _("The file is larger than 20 MB. Delete what does not belong to the plan.")
            )
        with path.open("rb") as file:
            head = file.read(8)
            rest = file.read() if head == _OLE else b""
    except OSError as error:
        said = _("The file cannot be opened. Is its name right?")
        raise UnusableFileError(said) from error
    if head == _OLE:
        raise UnusableFileError(_old_or_locked(rest))
    if head.startswith(b"PK"):
        _check_parts(path)
        return XLSX
    return CSV


def _old_or_locked(rest: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in rest:
        return _("The file is protected by a password. Save it without one.")
    return _("The file is an old Excel file (.xls). Save it as Excel workbook (.xlsx).")


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
    except _BROKEN as error:
        said = _("The file is broken. Save it again and send it anew.")
        raise UnusableFileError(said) from error


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
