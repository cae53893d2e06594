"""Word diff of two texts, and the inline nodes that mark deleted and inserted words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


@lru_cache(maxsize=1024)
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


@dataclass(frozen=True, slots=True)
class WordingDiff:
    """A wording compared with another one, word by word; capitals do not count."""

    pieces: tuple[DiffPiece, ...]
    """The wording: ``INSERTED`` is what the other lacks. Joined by spaces."""
    only_here: tuple[str, ...]
    """Words the other lacks, each run of them as one text."""
    only_there: tuple[str, ...]
    """Words of the other that are not here."""

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.only_here and not self.only_there


def compare_wordings(wording: str, other: str) -> WordingDiff:
    """Compare two wordings; words are what white space separates.

    >>> compare_wordings("mod og håb", "Håb").only_here
    ('mod og',)
    """
    here, there = wording.split(), other.split()
    pieces, only_here, only_there = [], [], []
    for tag, i, j, k, m in _folded_matcher(here, there).get_opcodes():
        change = Change.SAME if tag == "equal" else Change.INSERTED
        if i < j:
            pieces.append(DiffPiece(change, " ".join(here[i:j])))
        if tag != "equal":
            only_here += [" ".join(here[i:j])] if i < j else []
            only_there += [" ".join(there[k:m])] if k < m else []
    return WordingDiff(tuple(pieces), tuple(only_here), tuple(only_there))


def most_similar(wording: str, others: Sequence[str]) -> str:
    """Return the wording with the most words in common; the first of several."""
    words = wording.split()
    return max(others, key=lambda other: _folded_matcher(words, other.split()).ratio())


def mark_missing_words(wording: str, others: Iterable[str]) -> tuple[DiffPiece, ...]:
    """Return a wording; ``DELETED`` are the words that any of some others lacks.

    >>> [x.text for x in mark_missing_words("a b c", ["a b", "b c"]) if x.text != "b"]
    ['a', 'c']
    """
    words = wording.split()
    lacked = [False] * len(words)
    for other in others:
        for tag, i, j, _k, _m in _folded_matcher(words, other.split()).get_opcodes():
            if tag != "equal":
                lacked[i:j] = [True] * (j - i)
    return tuple(
        DiffPiece(
            Change.DELETED if missing else Change.SAME, " ".join(word for word, _m in run)
        )
        for missing, run in groupby(zip(words, lacked, strict=True), itemgetter(1))
    )


def _folded_matcher(left: Iterable[str], right: Iterable[str]) -> SequenceMatcher[str]:
    """Return the comparison of two lists of words in which capitals do not count."""
    first = [word.casefold() for word in left]
    second = [word.casefold() for word in right]
    return SequenceMatcher(None, first, second, autojunk=False)
