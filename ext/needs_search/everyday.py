"""Which everyday words a glossary may take in: proposals, which a person approves.

What was searched for in vain is looked up in a lexicon: a word of the same meaning that the
site uses leads to the word of the glossary that it is, or is near. Knows no Sphinx.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_search.synonyms import SynonymGroup, read_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from needs_search.tokenizer import Tokenizer

_STEPS = 2
"""From a word to one of the same meaning, and from that to one more: no further."""
_BEGINNING = 4
"""A word of so many letters finds what it begins."""
_MOST = 3
"""So many proposals are made for a word."""


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word of the glossary, with the words that already stand for it."""

    title: str
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that people search for, and what it may be an everyday word for."""

    typed: str
    count: int
    """How often it was searched for."""
    terms: tuple[str, ...]
    """Words of the glossary, nearest first."""
    used: tuple[str, ...]
    """Words of the site of the same meaning that no glossary explains."""


def read_lexicon(text: str) -> Iterator[SynonymGroup]:
    r"""Yield the groups of a lexicon: lines of words with commas, or a MyThes thesaurus.

    MyThes is what LibreOffice and others write: a word and the number of its meanings, then
    a line for each.

    >>> [x.words for x in read_lexicon("help, support")]
    [('help', 'support')]
    >>> [x.words for x in read_lexicon("UTF-8\nhelp|1\n-|support|aid (related term)")]
    [('help', 'support', 'aid')]
    """
    lines = text.splitlines()
    if not any("|" in line for line in lines):
        yield from read_groups(text)
        return
    word = ""
    for line in lines:
        head, *rest = line.split("|")
        if len(rest) == 1 and rest[0].strip().isdigit():
            word = head
        elif word and rest:
            found = (word, *(one.partition(" (")[0].strip() for one in rest))
            yield SynonymGroup(tuple(dict.fromkeys(filter(None, found))))


def read_queries(text: str) -> Mapping[str, int]:
    r"""Return what was searched for, one query a line, and how often.

    >>> dict(read_queries("Snow\nsnow\n# a remark\n"))
    {'snow': 2}
    """
    lines = (" ".join(line.split()).casefold() for line in text.splitlines())
    return Counter(line for line in lines if line and not line.startswith("#"))


def propose(
    queries: Mapping[str, int],
    groups: Iterable[SynonymGroup],
    glossary: Sequence[GlossaryTerm],
    known: AbstractSet[str],
    tokenizer: Tokenizer,
) -> tuple[Proposal, ...]:
    """Return a proposal for each query that finds nothing, the most frequent first.

    ``known`` are the tokens that find something: those of the index, and those that have
    synonyms.
    """
    lexicon = _Lexicon(groups, tokenizer)
    terms = {
        key: term.title
        for term in glossary
        for name in (term.title, *term.everyday)
        if (key := _key(name, tokenizer))
    }
    begun = sorted(known)
    found = []
    for typed, count in sorted(queries.items(), key=lambda x: (-x[1], x[0])):
        if _finds(typed, known, begun, tokenizer):
            continue
        near = [key for key in lexicon.near(typed) if key in terms or key in known]
        of_terms = dict.fromkeys(terms[key] for key in near if key in terms)
        used = [lexicon.written[key] for key in near if key not in terms]
        found.append(Proposal(typed, count, tuple(of_terms)[:_MOST], tuple(used)[:_MOST]))
    return tuple(found)


def _finds(
    typed: str, known: AbstractSet[str], begun: Sequence[str], tokenizer: Tokenizer
) -> bool:
    """Tell whether every telling word of a query finds something."""
    words = [x for x in tokenizer.words(typed) if tokenizer.fold(x) not in tokenizer.stops]
    return all(
        (key := tokenizer.key(word)) in known
        or (len(key) >= _BEGINNING and any(x.startswith(key) for x in begun))
        for word in words
    )


def _key(text: str, tokenizer: Tokenizer) -> str:
    return " ".join(tokenizer.keys(text))


class _Lexicon:
    """From a word to the words of the same meaning, and to theirs."""

    def __init__(self, groups: Iterable[SynonymGroup], tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.written: dict[str, str] = {}
        """Each key, as the lexicon writes it first."""
        self._others: dict[str, dict[str, None]] = {}
        for group in groups:
            for typed, other, _same in group.pairs():
                key, to = _key(typed, tokenizer), _key(other, tokenizer)
                self.written.setdefault(to, other)
                if key and to and key != to:
                    self._others.setdefault(key, {})[to] = None

    def near(self, typed: str) -> Iterator[str]:
        """Yield the keys of the words of the same meaning, nearest first."""
        # A query of several words is looked up whole, then word by word.
        words = [_key(typed, self._tokenizer), *self._tokenizer.keys(typed)]
        ring = dict.fromkeys(words)
        seen = set(ring)
        for _step in range(_STEPS):
            ring = dict.fromkeys(
                other
                for key in ring
                for other in self._others.get(key, ())
                if other not in seen
            )
            seen |= ring.keys()
            yield from ring
