"""Reads the bytes of a page in whatever encoding an editor saved it. No Sphinx here.

Pages are UTF-8. Editors on Windows also save in the encoding of Western Europe or in
UTF-16, and a page of UTF-8 gets single lines of another from what is pasted.
"""

from __future__ import annotations

import codecs
from typing import Any

NAME = "utf-8-or-other"
"""The name of the codec: UTF-8 where the bytes are that, else what they must be."""

_MANY = 4
"""Of text in UTF-16, at least one byte in so many is zero."""


def decode_page(data: bytes) -> tuple[str, int | None]:
    r"""Return the text of a page, and the first line that is not UTF-8 (from 1).

    >>> decode_page("å".encode()), decode_page(b"a\n\xe5"), decode_page(b"a\0\n\0")
    (('å', None), ('a\nå', 2), ('a\n', 1))
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return text, None
    zeros = [data[place::2].count(0) * _MANY > len(data) for place in (0, 1)]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), 1
    if any(zeros):
        return data.decode("utf-16-be" if zeros[0] else "utf-16-le", errors="replace"), 1
    first, lines = None, []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            first = first or number
            lines.append(line.decode("cp1252", errors="replace"))
    return "\n".join(lines), first


class _Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: Any, _errors: str, final: bool) -> tuple[str, int]:  # noqa: FBT001
        whole = bytes(data)
        return (decode_page(whole)[0], len(whole)) if final else ("", 0)


def _find(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != NAME:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        name=NAME,
        encode=utf8.encode,
        decode=lambda data, _errors="strict": (decode_page(bytes(data))[0], len(data)),
        incrementaldecoder=_Decoder,
        incrementalencoder=utf8.incrementalencoder,
    )


codecs.register(_find)
