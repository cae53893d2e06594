"""Wording: a fingerprint of it, and what differs between two, word by word."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Item

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_TOO_MANY = 4_000_000
"""Pairs of words above which whole lines are compared: a matter of seconds else."""

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have (``SAME``), only the old or only the new."""

    kind: str
    text: str


def wording(item: Item, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the title and the fields, one text each, spaces and accents made alike.

    Where a line breaks is no matter of wording.
    """
    texts = (item.title, *(item.value(name) or "" for name in fields))
    return tuple(" ".join(unicodedata.normalize("NFC", x).split()) for x in texts)


def fingerprint(texts: Iterable[str]) -> str:
    """Return 16 hexadecimal digits: other texts, other digits.

    >>> fingerprint(["a", "b"]) == fingerprint(["a", "b"]) != fingerprint(["ab", ""])
    True
    """
    content = json.dumps(list(texts), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """Return the two texts as one, with what is gone and what is new marked.

    >>> [(p.kind, p.text) for p in compared("tre mål i år", "fire mål i år")]
    [('gone', 'tre'), ('new', 'fire'), ('same', ' mål i år')]
    """
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    left, right = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(left) * len(right) > _TOO_MANY:
        left, right = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(left[i:j]))
        else:
            yield Piece(GONE, "".join(left[i:j]))
            yield Piece(NEW, "".join(right[k:m]))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those joined that only a space parts: phrases read better."""
    gone = new = ""
    for piece in pieces:
        if piece.kind == GONE:
            gone += piece.text
        elif piece.kind == NEW:
            new += piece.text
        elif piece.text.isspace() and (gone or new):
            gone, new = gone + piece.text, new + piece.text
        elif piece.text:
            yield from _flush(gone, new)
            gone = new = ""
            yield piece
    yield from _flush(gone, new)


def _flush(gone: str, new: str) -> Iterator[Piece]:
    """Yield both sides; a space that both end in stands after them, once."""
    tail = ""
    if gone and new and gone[-1:].isspace() and new[-1:].isspace():
        end = len(gone) - len(gone.rstrip())
        if gone[-end:] == new[-end:]:
            gone, new, tail = gone[:-end], new[:-end], gone[-end:]
    if gone:
        yield Piece(GONE, gone)
    if new:
        yield Piece(NEW, new)
    if tail:
        yield Piece(SAME, tail)
