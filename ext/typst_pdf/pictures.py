"""Pictures for Typst: formats that it does not read, and the faces of text in SVG.

What Typst does not read becomes PNG. An SVG names fonts of a browser, which are not there.
For a text with a sign that the face lacks, the compiler would take any face that has all of
it. So signs stand apart, where the widths of the letters before them say. No Sphinx here.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ziafont.font import Font

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
"""The kinds of pixels that PNG holds and every reader shows."""
_SEE_THROUGH = ("PA", "La", "RGBa")


def as_png(path: Path) -> bytes | None:
    """Return the first picture of a file as PNG; ``None`` for one that cannot be read."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            other = "RGBA" if picture.mode in _SEE_THROUGH else "RGB"
            shown = picture if picture.mode in _MODES else picture.convert(other)
            made = BytesIO()
            shown.save(made, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return made.getvalue()


_FONTS = Path(__file__).parent / "fonts"
_TEXT, _SIGNS = "'Source Sans 3'", "DejaVu Sans Mono"
"""The first quoted: unquoted, no part of a name is a number."""
_FIRST_SIGN, _LAST_SIGN = "\u2190", "\u2bff"
"""Arrows, shapes and other signs, which the second has."""
_SIGN_WIDTH = 0.602
"""Of every sign, in units of the size."""
_KNOWN = frozenset(
    {
        *("source sans 3", "dejavu sans mono", "libertinus serif", "new computer modern"),
        *("new computer modern math", "noto emoji", "noto sans arabic", "noto sans hebrew"),
    }
)
_FAMILY = re.compile(
    r"""(?P<start>font-family\s*=\s*"|font-family\s*:\s*)(?P<names>[^";}]+)(?P<end>["';}]?)"""
)
_LINE = re.compile(r"<text(?P<attributes>[^>]*)>(?P<words>[^<]+)</text>")
_ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')


def use_own_fonts(svg: str) -> str:
    r"""Return a picture in the faces of the document.

    >>> drawn = '<svg><text font-family="system-ui" x="1" font-size="10">◇ a</text></svg>'
    >>> print(use_own_fonts(drawn).replace("><", ">\n<"))
    <svg font-family="'Source Sans 3'">
    <text font-family="'Source Sans 3'" x="1" font-size="10">
    <tspan font-family="DejaVu Sans Mono">◇</tspan>
    <tspan x="7.02"> a</tspan>
    </text>
    </svg>
    """
    named = _FAMILY.sub(lambda x: f"{x['start']}{_family(x['names'])}{x['end']}", svg)
    root = named.partition("<svg")[2].partition(">")[0]
    if "font-family" not in root:
        named = named.replace("<svg", f'<svg font-family="{_TEXT}"', 1)
    return _LINE.sub(_with_signs_apart, named)


def _family(names: str) -> str:
    if names.partition(",")[0].strip(" '").casefold() in _KNOWN:
        return names
    return _SIGNS if "mono" in names.casefold() else _TEXT


def _with_signs_apart(line: re.Match[str]) -> str:
    """Return a line of text with every run of letters or of signs at its own place."""
    words = unescape(line["words"])
    if words.isascii():
        return line[0]
    look = dict(_ATTRIBUTE.findall(line["attributes"]))
    try:
        x, size = float(look["x"]), float(look["font-size"])
    except (KeyError, ValueError):
        return line[0]
    if "text-anchor" in look or "mono" in look.get("font-family", "").casefold():
        return line[0]
    face = _face(look.get("font-weight", "400"))
    runs = [(own, "".join(run)) for own, run in groupby(words, lambda x: _has(face, x))]
    others = "".join(run for own, run in runs if not own)
    if not others or not all(_FIRST_SIGN <= sign <= _LAST_SIGN for sign in others):
        return line[0]  # other writing is shaped by faces that the compiler finds
    made = ""
    for number, (own, run) in enumerate(runs):
        at = f' x="{x:g}"' if number else ""
        family = "" if own else f' font-family="{_SIGNS}"'
        made += f"<tspan{at}{family}>{escape(run, quote=False)}</tspan>"
        x = round(x + size * (_width(face, run) if own else _SIGN_WIDTH * len(run)), 2)
    return f"<text{line['attributes']}>{made}</text>"


@cache
def _face(weight: str) -> Font:
    from ziafont.font import Font

    bold = {"bold": 700, "normal": 400}.get(weight) or int(weight) if weight else 400
    name = "Bold" if bold >= 650 else "SemiBold" if bold >= 550 else "Regular"  # noqa: PLR2004
    return Font(str(_FONTS / f"SourceSans3-{name}.ttf"))


def _has(face: Font, sign: str) -> bool:
    return bool(face.glyph(sign).index)


def _width(face: Font, run: str) -> float:
    units = face.info.layout.unitsperem
    return sum(float(face.glyph(sign).advance()) for sign in run) / float(units)
