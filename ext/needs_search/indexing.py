"""From entries to an index: which token stands in which field of which entry.

The index is the one MiniSearch would have built in the browser, worked out beforehand:
the browser only unpacks it. Knows no Sphinx.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_search.copies import copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needs_search.entries import Entry
    from needs_search.words import Split, Words

FIELDS = ("title", "text", "parts", "meta", "type")
"""Parts: of compounds and suspended words. Meta: id, capitals and the need's fields."""

_COPY = 0.8
"""What a copy counts against its original."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything the browser searches."""

    entries: tuple[Entry, ...]
    postings: Mapping[str, Mapping[int, Mapping[int, int]]]
    """Token to field to entry to how often; all in order."""
    originals: Mapping[int, int]
    """A copy's place to its original's."""
    weights: tuple[float, ...]


def index(entries: Sequence[Entry], words: Words) -> Index:
    """Work out the index of all entries, in the order they are given."""
    split = words.splitter(_vocabulary(entries, words))
    postings: dict[str, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, entry in enumerate(entries):
        for field, tokens in enumerate(_tokens(entry, words, split)):
            for token, count in Counter(tokens).items():
                postings[token][field][number] = count
    originals = copies([words.line(f"{e.title} {e.text}").split() for e in entries])
    return Index(
        tuple(entries),
        {
            t: {f: dict(sorted(x[f].items())) for f in sorted(x)}
            for t, x in sorted(postings.items())
        },
        originals,
        tuple(
            round(entry.weight * (_COPY if number in originals else 1), 3)
            for number, entry in enumerate(entries)
        ),
    )


def _vocabulary(entries: Iterable[Entry], words: Words) -> frozenset[str]:
    """Return every word the site uses, folded: what its compounds are made of."""
    return frozenset(
        words.fold(word)
        for entry in entries
        for text in (entry.title, entry.text)
        for word in words.words(text)
    )


def _tokens(entry: Entry, words: Words, split: Split) -> tuple[list[str], ...]:
    """Return the tokens of each field."""
    title, text = words.words(entry.title), words.words(entry.text)
    whole = f"{entry.title} {entry.text}"
    suspended = list(words.suspended(whole, split))
    parts = {part for w in (*title, *text, *suspended) for part in words.parts(w, split)}
    parts |= {words.key(word) for word in suspended}
    meta = words.keys(" ".join(entry.also))
    if entry.kind == "need":
        meta += words.keys(entry.id)
        meta += [f"#{words.id_key(entry.id)}"]
    return (
        [words.key(word) for word in title] + words.capitals(entry.title),
        [words.key(word) for word in text],
        sorted(parts),
        meta + words.capitals(entry.text),
        words.keys(entry.type),
    )
