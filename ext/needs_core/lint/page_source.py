"""The source of a page: its bytes as text, and which of its lines are code. No Sphinx here.

Pages are UTF-8. Editors on Windows also save in the encoding of Western Europe or in
UTF-16, and a page of UTF-8 gets single lines of another from what is pasted. No check of
letters is for lines of code.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

ENCODING = "utf-8-or-other"
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
    if name.replace("_", "-") != ENCODING:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        name=ENCODING,
        encode=utf8.encode,
        decode=lambda data, _errors="strict": (decode_page(bytes(data))[0], len(data)),
        incrementaldecoder=_Decoder,
        incrementalencoder=utf8.incrementalencoder,
    )


codecs.register(_find)


_NAMES = "code|code-block|sourcecode|highlight|parsed-literal|literal|prompt"
_MARKDOWN = re.compile(rf"\{{(?:{_NAMES})\}}")
_LITERAL = re.compile(rf"(?P<indent>\s*)(?:\.\. (?:{_NAMES})::.*|(?!\.\. ).*::)\s*$")


def code_lines(lines: Sequence[str], parser: MarkdownIt | None) -> frozenset[int]:
    """Return the indexes of the lines of code.

    ``parser`` finds the blocks of Markdown; ``None``: the page is reStructuredText.

    >>> sorted(code_lines(["Text::", "", "  code", "  more", "", "Text"], None))
    [2, 3]
    """
    return frozenset(_of_rst(lines) if parser is None else _of_markdown(lines, parser))


def _of_markdown(lines: Sequence[str], parser: MarkdownIt) -> Iterator[int]:
    for token in parser.parse("\n".join(lines), {}):
        info = token.info.strip()
        is_code = token.type == "code_block" or (
            token.type in {"fence", "colon_fence"}
            and (not info.startswith("{") or _MARKDOWN.match(info))
        )
        if token.map and is_code:
            yield from range(*token.map)


def _of_rst(lines: Sequence[str]) -> Iterator[int]:
    indent: int | None = None
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if indent is not None and (not line.strip() or depth > indent):
            if line.strip():
                yield at
            continue
        found = _LITERAL.match(line)
        indent = len(found["indent"]) if found else None
