"""Which words are looked up for which others. Knows no Sphinx.

A site's glossary is the source: who types an everyday word finds what holds the word it
stands for, and who types that word finds the everyday ones.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from needs_search.words import Words


def read_groups(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each line of a list; ``#`` begins a remark.

    >>> list(read_groups("help, support  # a remark"))
    [('help', 'support')]
    """
    for line in text.splitlines():
        words = tuple(word.strip() for word in line.partition("#")[0].split(","))
        if any(words):
            yield words


def synonyms(
    groups: Iterable[tuple[str, ...]], vocabulary: Container[str], words: Words
) -> Mapping[str, list[str]]:
    """Return what is typed, as tokens, and the words to look up for it.

    A word that the site never uses is not worth its bytes, and is left out.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for group in groups:
        used = [word for word in group if _used(word, vocabulary, words)]
        for typed in group:
            key = " ".join(words.keys(typed))
            meant = (word for word in used if " ".join(words.keys(word)) != key)
            if key:
                found[key].update(dict.fromkeys(meant))
    return {key: list(found[key]) for key in sorted(found) if found[key]}


def _used(text: str, vocabulary: Container[str], words: Words) -> bool:
    said = _said(text, words)
    return bool(said) and all(key in vocabulary for key in said)


def _said(text: str, words: Words) -> list[str]:
    """Return the tokens of the words that count."""
    return [words.key(w) for w in words.words(text) if words.fold(w) not in words.stops]
