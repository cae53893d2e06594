"""Which words differ between wordings. Knows no Sphinx.

No version is taken for the right one: one is only the one the others are compared with.
Capitals and bullets do not count; every other sign does.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from needs_sources.quotes.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a wording, and whether the other wording has them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A wording against another one."""

    pieces: tuple[Piece, ...]
    only_here: tuple[str, ...]
    """Words the other has not, each run of them as one text."""
    only_there: tuple[str, ...]
    """Words of the other that are not here."""

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.only_here and not self.only_there


def compare(wording: str, other: str) -> Compared:
    """Compare two wordings word by word.

    >>> compare("mod og håb", "håb").only_here
    ('mod og',)
    """
    here, there = plain(wording).split(), plain(other).split()
    matcher = SequenceMatcher(None, _folded(here), _folded(there), autojunk=False)
    pieces, only_here, only_there = [], [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        if a < b:
            pieces.append(Piece(" ".join(here[a:b]), kind != "equal"))
        if kind != "equal":
            only_here += [" ".join(here[a:b])] if a < b else []
            only_there += [" ".join(there[c:d])] if c < d else []
    return Compared(tuple(pieces), tuple(only_here), tuple(only_there))


def nearest(wording: str, others: Sequence[str]) -> str:
    """Return the wording that is most like this one; the first of several."""
    words = _folded(plain(wording).split())

    def likeness(other: str) -> float:
        folded = _folded(plain(other).split())
        return SequenceMatcher(None, words, folded, autojunk=False).ratio()

    return max(others, key=likeness)


def marked(wording: str, others: Iterable[str]) -> tuple[Piece, ...]:
    """Return a wording with the words marked that any of some others lacks.

    >>> [x.text for x in marked("a b c", ["a b", "b c"]) if x.differs]
    ['a', 'c']
    """
    words = plain(wording).split()
    lacked = [False] * len(words)
    for other in others:
        there = _folded(plain(other).split())
        matcher = SequenceMatcher(None, _folded(words), there, autojunk=False)
        for kind, a, b, _c, _d in matcher.get_opcodes():
            if kind != "equal":
                lacked[a:b] = [True] * (b - a)
    pieces: list[Piece] = []
    for word, differs in zip(words, lacked, strict=True):
        if pieces and pieces[-1].differs == differs:
            pieces[-1] = Piece(f"{pieces[-1].text} {word}", differs)
        else:
            pieces.append(Piece(word, differs))
    return tuple(pieces)


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]
