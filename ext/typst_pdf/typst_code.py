r"""Typst code as text: every text of a page becomes a string literal, never markup.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_LONG = {width: re.compile(rf"\S{{{width},}}") for width in (24, 60, 80)}
_SEAM = re.compile(r"(?<=[_./\\:?&=@|,;+#-])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t"}
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)])
_CONTROLS |= dict.fromkeys([0xFFFE, 0xFFFF])
_BREAK = "\N{ZERO WIDTH SPACE}"
_LONGEST = 32
"""Characters in a row that may stand without a place to break the line."""


def literal(text: str) -> str:
    r"""Return a text as a string literal, spaces and line ends unchanged.

    Control characters and lone surrogates are left out.

    >>> print(literal('a "b"\n\\c'))
    "a \"b\"\n\\c"
    """
    return f'"{text.translate(_CONTROLS | _ESCAPES)}"'


def text_literal(text: str, *, narrow: bool = False) -> str:
    r"""Return running text as a string literal: white space is one space.

    ``narrow`` text stands in a table: shorter words also get places to break the line.

    >>> print(text_literal("a\n  b #c[d]"))
    "a b #c[d]"
    """
    return literal(_LONG[24 if narrow else 60].sub(_break_word, _SPACES.sub(" ", text)))


def code_literal(text: str, *, narrow: bool = False) -> str:
    r"""Return code as a string literal, its lines unchanged.

    Only words that are longer than a line get places to break it.

    >>> print(code_literal("a  b\nc")), code_literal("x" * 90).count("\u200b")
    "a  b\nc"
    (None, 2)
    """
    return literal(_LONG[24 if narrow else 80].sub(_break_word, text))


def _break_word(match: re.Match[str]) -> str:
    """Give a very long word, such as an address, places where a line may end.

    Words of letters alone are left to hyphenation, unless nothing could set them.
    """
    pieces = _SEAM.sub(_BREAK, match[0]).split(_BREAK)
    return _BREAK.join(
        piece if len(piece) <= _LONGEST else _BREAK.join(_chunks(piece)) for piece in pieces
    )


def _chunks(word: str) -> Iterable[str]:
    return (word[at : at + _LONGEST] for at in range(0, len(word), _LONGEST))


def block(statements: list[str]) -> str:
    """Return one expression that shows the statements in order.

    >>> block([]), block(["a"])
    ('none', 'a')
    """
    if len(statements) == 1:
        return statements[0]
    return "{{\n{}\n}}".format("\n".join(statements)) if statements else "none"


def call(name: str, *positional: str, **named: str | None) -> str:
    """Return a function call; named arguments that are ``None`` are left out.

    >>> call("f", "x", level="2", lang=None)
    'f(level: 2, x)'
    """
    words = [f"{key.replace('_', '-')}: {value}" for key, value in named.items() if value]
    return f"{name}({', '.join((*words, *positional))})"


def array(values: Iterable[str]) -> str:
    """Return an array.

    >>> array([]), array(["1"])
    ('()', '(1,)')
    """
    inner = ", ".join(values)
    return f"({inner},)" if inner else "()"


def dictionary(values: dict[str, str]) -> str:
    """Return a dictionary of named values.

    >>> dictionary({"page": '"p."'}), dictionary({})
    ('(page: "p.")', '(:)')
    """
    inner = ", ".join(f"{key}: {value}" for key, value in values.items())
    return f"({inner or ':'})"
