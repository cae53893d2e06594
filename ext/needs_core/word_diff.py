"""Word diff of two texts, and the inline nodes that mark deleted and inserted words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_PAIRS = 4_000_000
"""Pairs of words above which lines are compared in place of words, to bound the time."""


class Change(Enum):
    """Which of two texts has a piece."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text that both texts have, or only the old, or only the new one."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> tuple[DiffPiece, ...]:
    """Return two texts as one sequence of pieces.

    Pieces that only white space separates are joined, since phrases read better. A space
    that both sides of a replacement end in follows it once.

    >>> [(p.change.value, p.text) for p in word_diff("tre mål i år", "fire mål i år")]
    [('deleted', 'tre'), ('inserted', 'fire'), ('same', ' mål i år')]
    """
    return tuple(_joined(_pieces(old, new)))


def _pieces(old: str, new: str) -> Iterator[DiffPiece]:
    left, right = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(left) * len(right) > _MOST_PAIRS:
        left, right = old.splitlines(keepends=True), new.splitlines(keepends=True)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield DiffPiece(Change.SAME, "".join(left[i:j]))
        else:
            yield DiffPiece(Change.DELETED, "".join(left[i:j]))
            yield DiffPiece(Change.INSERTED, "".join(right[k:m]))


def _joined(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    deleted = inserted = ""
    for piece in pieces:
        if piece.change is Change.DELETED:
            deleted += piece.text
        elif piece.change is Change.INSERTED:
            inserted += piece.text
        elif piece.text.isspace() and (deleted or inserted):
            deleted, inserted = deleted + piece.text, inserted + piece.text
        elif piece.text:
            yield from _replacement(deleted, inserted)
            deleted = inserted = ""
            yield piece
    yield from _replacement(deleted, inserted)


def _replacement(deleted: str, inserted: str) -> Iterator[DiffPiece]:
    """Yield both sides; white space that both end in follows them once."""
    tail = ""
    if deleted and inserted and deleted[-1:].isspace() and inserted[-1:].isspace():
        end = len(deleted) - len(deleted.rstrip())
        if deleted[-end:] == inserted[-end:]:
            deleted, inserted, tail = deleted[:-end], inserted[:-end], deleted[-end:]
    if deleted:
        yield DiffPiece(Change.DELETED, deleted)
    if inserted:
        yield DiffPiece(Change.INSERTED, inserted)
    if tail:
        yield DiffPiece(Change.SAME, tail)
