"""Text as Typst code: string literals, in which no character has a meaning of its own.

Nothing from a page ever becomes Typst markup. Knows no Sphinx.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_LONG = {wide: re.compile(rf"\S{{{wide},}}") for wide in (24, 60, 80)}
_SEAM = re.compile(r"(?<=[_./\\:?&=@|,;+#-])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t"}
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)])
_CONTROLS |= dict.fromkeys([0xFFFE, 0xFFFF])
_BREAK = "\N{ZERO WIDTH SPACE}"
_LONGEST = 32
"""Characters in a row that may stand without a place to break the line."""


def exact(text: str) -> str:
    r"""Return text as a literal, every space and line as it is.

    >>> print(exact('a "b"\n\\c'))
    "a \"b\"\n\\c"
    """
    return f'"{text.translate(_CONTROLS | _ESCAPES)}"'


def running(text: str, *, narrow: bool = False) -> str:
    r"""Return text that runs on: spaces and line ends are one space.

    ``narrow`` text stands in a table, where also a shorter word may be too wide.

    >>> print(running("a\n  b #c[d]"))
    "a b #c[d]"
    """
    return exact(_LONG[24 if narrow else 60].sub(_loosen, _SPACES.sub(" ", text)))


def lines(text: str, *, narrow: bool = False) -> str:
    r"""Return code as a literal, its lines as they are.

    Only what no line has room for gets places to break it.

    >>> print(lines("a  b\nc")), lines("x" * 90).count("\u200b")
    "a  b\nc"
    (None, 2)
    """
    return exact(_LONG[24 if narrow else 80].sub(_loosen, text))


def _loosen(match: re.Match[str]) -> str:
    """Give a very long word, as an address, places where a line may end.

    Words of letters alone are left to hyphenation, unless nothing could set them.
    """
    loose = _SEAM.sub(_BREAK, match[0])
    pieces = loose.split(_BREAK)
    return _BREAK.join(
        piece if len(piece) <= _LONGEST else _BREAK.join(_chunks(piece)) for piece in pieces
    )


def _chunks(word: str) -> Iterable[str]:
    return (word[at : at + _LONGEST] for at in range(0, len(word), _LONGEST))


def block(statements: list[str]) -> str:
    """Return one expression that shows one statement after the other.

    >>> block([]), block(["a"])
    ('none', 'a')
    """
    if len(statements) == 1:
        return statements[0]
    return "{{\n{}\n}}".format("\n".join(statements)) if statements else "none"


def call(name: str, *given: str, **named: str | None) -> str:
    """Return a call; what is ``None`` is left out.

    >>> call("f", "x", level="2", lang=None)
    'f(level: 2, x)'
    """
    words = [f"{key.replace('_', '-')}: {value}" for key, value in named.items() if value]
    return f"{name}({', '.join((*words, *given))})"


def array(values: Iterable[str]) -> str:
    """Return an array.

    >>> array([]), array(["1"])
    ('()', '(1,)')
    """
    inner = ", ".join(values)
    return f"({inner},)" if inner else "()"
