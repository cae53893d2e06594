"""Which words are looked up for which others. Knows no Sphinx.

A site's glossary is the source: who types an everyday word finds what holds the word it
stands for, and who types that word finds the everyday ones.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from needs_search.words import Words

_FAR = "~"
"""Begins a word that is only akin to what is typed."""
_WRITTEN = "="
"""Begins a word that is told by its letters, not by its stem."""
_ENDING = 3
"""The most letters of an ending; a stem that is shorter may be another word's."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one meaning, and words that are only akin to each of them."""

    words: tuple[str, ...]
    akin: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    """What people type for the words, but what says too little to be looked up."""

    def pairs(self) -> Iterator[tuple[str, str, bool]]:
        """Yield what is typed, what it is looked up as, and whether they mean the same."""
        for word in self.words:
            yield from ((typed, word, True) for typed in (*self.words, *self.vague))
            yield from ((typed, word, False) for typed in self.akin)
        for word in self.akin:
            yield from ((typed, word, False) for typed in (*self.words, *self.vague))


def read_groups(text: str) -> Iterator[Group]:
    """Yield the words of each line of a list.

    A semicolon stands before what is akin, brackets around what is vague, ``#`` before a
    remark.

    >>> list(read_groups("help, support, (hand); care  # a remark"))
    [Group(words=('help', 'support'), akin=('care',), vague=('hand',))]
    """
    for line in text.splitlines():
        same, _semicolon, akin = line.partition("#")[0].partition(";")
        words = _listed(same)
        clear = tuple(word for word in words if word[0] != "(")
        vague = tuple(word.strip("() ") for word in words if word[0] == "(")
        if clear:
            yield Group(clear, _listed(akin), vague)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def synonyms(
    groups: Iterable[Group], vocabulary: Container[str], words: Words
) -> Mapping[str, list[str]]:
    """Return what is typed, as tokens, and the words to look up for it, nearest first.

    A word that the site never uses is not worth its bytes, and is left out.
    """
    found = defaultdict[str, dict[str, bool]](dict)
    for group in groups:
        for typed, other, same in group.pairs():
            if not _used(other, vocabulary, words):
                continue
            if _told(typed, words) == _told(other, words):
                continue
            meant = found[_key(typed, words)]
            meant[other] = meant.get(other, False) or same
    return {key: _ordered(meant) for key, meant in sorted(found.items()) if key}


def _key(typed: str, words: Words) -> str:
    """Return what is looked up for something typed: its tokens, or the word as it is.

    A stemmer makes "led" of "ledig" and of "ledelse": a word that loses so much is told
    by its letters.
    """
    found = words.words(typed)
    keys = [words.key(word) for word in found]
    if len(found) == 1 and len(words.fold(found[0])) - len(keys[0]) > _ENDING:
        return _WRITTEN + words.fold(found[0])
    return " ".join(keys)


def _ordered(found: Mapping[str, bool]) -> list[str]:
    near = [word for word, same in found.items() if same]
    return near + [_FAR + word for word, same in found.items() if not same]


def _used(text: str, vocabulary: Container[str], words: Words) -> bool:
    said = words.keys(text)
    return bool(said) and all(key in vocabulary for key in said)


def _told(text: str, words: Words) -> list[str]:
    """Return the tokens of the words that count, in any order."""
    found = words.words(text)
    telling = [word for word in found if words.fold(word) not in words.stops]
    return sorted(map(words.key, telling or found))
