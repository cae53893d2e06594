"""Which words are looked up for which others. Knows no Sphinx.

A site's glossary is the source: who types an everyday word finds what holds the word it
stands for, and who types that word finds the everyday ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from needs_search.postings import base36

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from needs_search.tokenizer import Tokenizer

FAR = "~"
"""Begins a word that is only akin to what is typed."""
WRITTEN = "="
"""Begins a word that is told by its letters, not by its stem."""
_ENDING = 3
"""The most letters of an ending; a stem that is shorter may be another word's."""


@dataclass(frozen=True, slots=True)
class SynonymGroup:
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


def read_groups(text: str) -> Iterator[SynonymGroup]:
    """Yield the words of each line of a list.

    A semicolon stands before what is akin, brackets around what is vague, ``#`` before a
    remark.

    >>> list(read_groups("help, support, (hand); care  # a remark"))
    [SynonymGroup(words=('help', 'support'), akin=('care',), vague=('hand',))]
    """
    for line in text.splitlines():
        same, _semicolon, akin = line.partition("#")[0].partition(";")
        words = _listed(same)
        clear = tuple(word for word in words if word[0] != "(")
        vague = tuple(word.strip("() ") for word in words if word[0] == "(")
        if clear:
            yield SynonymGroup(clear, _listed(akin), vague)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def shipped_groups(code: str) -> tuple[SynonymGroup, ...]:
    """Return the everyday words that come with a language, if it has any."""
    file = Path(__file__).parent / "words" / f"{code.partition('_')[0]}.txt"
    if not file.is_file():
        return ()
    return tuple(read_groups(file.read_text("utf-8")))


def common_words(code: str) -> str:
    """Return common words of a language that are no slips of others."""
    file = Path(__file__).parent / "words" / f"common-{code.partition('_')[0]}.txt"
    if not file.is_file():
        return ""
    lines = file.read_text("utf-8").splitlines()
    return " ".join(
        dict.fromkeys(word for x in lines if x[:1] != "#" for word in x.split())
    )


def synonyms(
    groups: Iterable[SynonymGroup], vocabulary: Container[str], tokenizer: Tokenizer
) -> dict[str, list[str]]:
    """Return what is typed, as tokens, and the words to look up for it, nearest first.

    A word that the site never uses is not worth its bytes, and is left out.
    """

    @cache
    def is_used(text: str) -> bool:
        keys = tokenizer.keys(text)
        return bool(keys) and all(key in vocabulary for key in keys)

    gist = cache(lambda text: _gist(text, tokenizer))
    key = cache(lambda text: _key(text, tokenizer))
    found = defaultdict[str, dict[str, bool]](dict)
    for group in groups:
        for typed, other, same in group.pairs():
            if is_used(other) and gist(typed) != gist(other):
                meant = found[key(typed)]
                meant[other] = meant.get(other, False) or same
    return {k: _ordered(meant) for k, meant in sorted(found.items()) if k}


def packed(synonyms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return synonyms in few letters: each word once, and keys with the places of theirs.

    >>> packed({"help": ["aid", "~care"], "hand": ["aid", "~care"], "aid": ["help"]})
    {'words': 'aid|care|help', 'keys': 'help,hand:0,~1;aid:2'}
    """
    counts = Counter(word.strip(FAR) for words in synonyms.values() for word in words)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    place = {word: base36(number) for number, word in enumerate(order)}
    keys = defaultdict[str, list[str]](list)
    for key, words in synonyms.items():
        mark = (FAR if word[0] == FAR else "" for word in words)
        row = zip(mark, (place[word.strip(FAR)] for word in words), strict=True)
        keys[",".join(map("".join, row))].append(key)
    rows = (f"{','.join(same)}:{places}" for places, same in keys.items())
    return {"words": "|".join(order), "keys": ";".join(rows)}


def _key(typed: str, tokenizer: Tokenizer) -> str:
    """Return what is looked up for something typed: its tokens, or the word as it is.

    A stemmer makes "led" of "ledig" and of "ledelse": a word that loses so much is told
    by its letters.
    """
    found = tokenizer.words(typed)
    keys = [tokenizer.key(word) for word in found]
    if len(found) == 1 and len(tokenizer.fold(found[0])) - len(keys[0]) > _ENDING:
        return WRITTEN + tokenizer.fold(found[0])
    return " ".join(keys)


def _ordered(found: Mapping[str, bool]) -> list[str]:
    near = [word for word, same in found.items() if same]
    return near + [FAR + word for word, same in found.items() if not same]


def _gist(text: str, tokenizer: Tokenizer) -> list[str]:
    """Return the tokens of the words that are no stop words, in any order."""
    found = tokenizer.words(text)
    telling = [word for word in found if tokenizer.fold(word) not in tokenizer.stops]
    return sorted(map(tokenizer.key, telling or found))
