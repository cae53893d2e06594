"""Characters that no font can show: the compiler names them, a box stands for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMON = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x17F))} | set(
    "\n\t–—”“„’‘…"
)
"""Characters that the text font has."""
_BOX = "□"


def uncommon_characters(tree: nodes.Element) -> dict[str, str]:
    """Return the uncommon characters of a tree, each with where it first stands."""
    found: dict[str, str] = {}
    for text in tree.findall(nodes.Text):
        for character in set(text) - _COMMON:
            if character not in found:
                found[character] = _location(text)
    return found


def _location(text: nodes.Text) -> str:
    """Return ``file:line`` of a text, as far as that is known."""
    for node in _ancestors(text):
        if node.line is not None and node.source:
            return f"{node.source}:{node.line}"
    return ""


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    at: nodes.Node | None = node.parent
    while at is not None:
        yield at
        at = at.parent


def replace_characters(code: str, characters: Iterable[str]) -> str:
    """Return Typst code with a box for each of the characters.

    >>> replace_characters('"a b"', ["b"])
    '"a □"'
    """
    return code.translate(dict.fromkeys(map(ord, characters), _BOX))
