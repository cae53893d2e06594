"""Characters that no font can show, in text and in pictures.

The compiler names them. In a picture it does not look into all fonts by itself, so the
symbol font is asked for; what that does not have either is shown as a box.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMON = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x17F))} | set(
    "\n\t–—”“„’‘…"
)
"""Characters that the text font has."""
_BOX = "□"
_SYMBOL_FONT = "DejaVu Sans Mono"
_SVG_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_BETWEEN_TAGS = re.compile(r">[^<]+")
_JOINED = frozenset({"Mn", "Mc", "Me", "Zl", "Zp"})
"""Categories of marks that stand on a letter, and of ends of lines."""
_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]+|[0-9]+);")


def uncommon_characters(tree: nodes.Element) -> dict[str, str]:
    """Return the uncommon characters of a tree, each with where it first stands."""
    found: dict[str, str] = {}
    for text in tree.findall(nodes.Text):
        for character in set(text) - _COMMON:
            if character not in found:
                found[character] = location_of(text)
    return found


def location_of(node: nodes.Node) -> str:
    """Return ``file:line`` of a node, or of the nearest one around it that knows."""
    at: nodes.Node | None = node
    while at is not None:
        if at.line is not None and at.source:
            return f"{at.source}:{at.line}"
        at = at.parent
    return ""


def replace_characters(code: str, characters: Iterable[str]) -> str:
    """Return code with a box for each of the characters, but for addresses and files.

    >>> replace_characters('link("b", "a b")', ["b"])
    'link("b", "a □")'
    """
    signs = re.escape("".join(sorted(characters)))
    pattern = re.compile(rf'(?P<name>\b(?:image|link)\("[^"]*")|[{signs}]')
    return pattern.sub(lambda match: match["name"] or _BOX, code)


def joined_characters(svg: str) -> set[str]:
    """Return the characters of a picture that are drawn together with others.

    >>> joined_characters("<text>x\u0301 y</text>") == {"\u0301"}
    True
    """
    texts = "".join(_SVG_TEXT.findall(_REFERENCE.sub(lambda x: _character(x[1]), svg)))
    return {sign for sign in texts if category(sign) in _JOINED or _is_indic(sign)}


def _is_indic(sign: str) -> bool:
    return "\u0900" <= sign < "\u1100" or "\u1780" <= sign < "\u1b80"


def _character(reference: str) -> str:
    """Return the character of a numeric reference."""
    is_hex = reference.startswith("x")
    return chr(int(reference[is_hex:], 16 if is_hex else 10))


def use_symbol_font(svg: str, characters: Iterable[str]) -> str:
    """Return a picture whose text shows each of the characters in the symbol font.

    >>> use_symbol_font('<text x="1">a &#10005;</text>', ["\u2715"])
    '<text x="1">a <tspan font-family="DejaVu Sans Mono">✕</tspan></text>'
    """
    wanted = set(characters)
    run = re.compile(f"[{re.escape(''.join(sorted(wanted)))}]+")
    styled = rf'<tspan font-family="{_SYMBOL_FONT}">\g<0></tspan>'

    def plain(match: re.Match[str]) -> str:
        sign = _character(match[1])
        return sign if sign in wanted else match[0]

    def styled_text(match: re.Match[str]) -> str:
        return run.sub(styled, _REFERENCE.sub(plain, match[0]))

    return _SVG_TEXT.sub(lambda text: _BETWEEN_TAGS.sub(styled_text, text[0]), svg)
