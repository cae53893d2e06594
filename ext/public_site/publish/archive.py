"""A site as one file, for a share or a machine without a net. Knows no Sphinx."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first date there is in a ZIP: the same site is the same file on every machine."""
_UNIX = 3
_READABLE = 0o100644 << 16


def archive(site: Mapping[str, bytes], folder: str) -> bytes:
    """Return a ZIP with a site in one folder.

    >>> archive({"a": b"", "b": b""}, "plan") == archive({"b": b"", "a": b""}, "plan")
    True
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in sorted(site.items()):
            entry = ZipInfo(f"{folder}/{name}", _LONG_AGO)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, data)
    return buffer.getvalue()
