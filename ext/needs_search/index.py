"""The inverted index that the browser loads: from tokens to entries, as a script.

The index is the one MiniSearch would have built in the browser, worked out beforehand:
the browser only unpacks it. What follows from one entry alone is kept from build to build
(``TokenCache``); what depends on all of them, as the parts of compounds, the duplicates
and the order of the tokens, is worked out every time.

A script and not JSON: a page opened from a file share may run scripts beside it, but may
fetch nothing. Knows no Sphinx.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from needs_search import duplicates as duplicates_module
from needs_search import tokenizer as tokenizer_module
from needs_search.duplicates import duplicates, runs
from needs_search.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needs_search.entries import SearchEntry, SearchFacet
    from needs_search.language import Language
    from needs_search.tokenizer import Suspension

FIELDS = ("title", "text", "parts", "meta", "type")
"""Parts: of compounds and suspended words. Meta: id, capitals and the need's fields."""

FORMAT = 1
"""Raised when the script's form changes."""

WHOLE = 5000
"""Up to so many entries, one script holds all. ``benchmarks/search.py`` measures why."""

SHARD = 500
"""The entries whose texts share a script, when there are more than ``WHOLE``."""

_DUPLICATE = 0.8
"""The weight of a duplicate against its original's."""

_KINDS = {"need": "1", "term": "2"}
"""The character for an entry's kind; any other is text."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

T = TypeVar("T")

Posting = tuple[list[tuple[int, int]], ...]
"""For each of ``FIELDS``: the numbers of the entries that hold a token, and how often."""


# Tokens of one entry -----------------------------------------------------------------


@dataclass(frozen=True)  # pickled by the thousand: without slots, in C
class EntryTokens:
    """What follows from one entry alone."""

    vocabulary: tuple[str, ...]
    """The folded words of title and text, each once."""
    title: Mapping[str, int]
    """Tokens and how often they stand there; so for the other fields."""
    text: Mapping[str, int]
    meta: Mapping[str, int]
    type: Mapping[str, int]
    suspensions: tuple[Suspension, ...]
    runs: frozenset[int]
    """Its words in rows, for finding duplicates."""


def entry_tokens(entry: SearchEntry, tokenizer: Tokenizer) -> EntryTokens:
    """Return the tokens of one entry."""
    title, text = tokenizer.words(entry.title), tokenizer.words(entry.text)
    whole = f"{entry.title} {entry.text}"
    meta = tokenizer.keys(" ".join(entry.also))
    if entry.kind == "need":
        meta += [*tokenizer.keys(entry.id), f"#{tokenizer.id_key(entry.id)}"]
    key = tokenizer.key
    return EntryTokens(
        vocabulary=tuple(dict.fromkeys(map(tokenizer.fold, (*title, *text)))),
        title=dict(Counter([*map(key, title), *tokenizer.capitals(entry.title)])),
        text=dict(Counter(map(key, text))),
        meta=dict(Counter(meta + tokenizer.capitals(entry.text))),
        type=dict(Counter(tokenizer.keys(entry.type))),
        suspensions=tuple(tokenizer.suspensions(whole)),
        runs=runs(tokenizer.line_words(whole)),
    )


@dataclass(slots=True)
class TokenCache:
    """The tokens of the entries of the last build, and the stems of its words.

    An entry is known by a digest of its content; the whole cache holds for one version
    of the text analysis. Nothing that was not used again is kept.
    """

    version: str = ""
    """What the analysis depends on beside the entry (``analysis_version``)."""
    entries: dict[bytes, EntryTokens] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, version: str) -> TokenCache:
        """Return a stored cache; an empty one where it is missing, damaged or of old."""
        try:
            stored = pickle.loads(path.read_bytes())  # noqa: S301 (beside the doctrees)
        except Exception:  # noqa: BLE001 (whatever a damaged pickle raises)
            return cls(version)
        return (
            stored
            if isinstance(stored, cls) and stored.version == version
            else cls(version)
        )

    def save(self, path: Path) -> None:
        """Store the cache."""
        path.write_bytes(pickle.dumps(self, pickle.HIGHEST_PROTOCOL))


def analysis_version(language: Language, *parts: str) -> str:
    """Return a digest of the language and of the code that reads texts.

    ``parts`` are what else it depends on, as the version of the stemmer.
    """
    code = [
        Path(str(module.__file__)).read_bytes()
        for module in (tokenizer_module, duplicates_module)
    ]
    data = json.dumps([language.as_data(), *parts], sort_keys=True).encode()
    code.append(Path(__file__).read_bytes())
    return hashlib.sha256(b"\0".join([data, *code])).hexdigest()


def _digest(entry: SearchEntry) -> bytes:
    content = (entry.kind, entry.id, entry.type, entry.title, entry.text, entry.also)
    return hashlib.blake2b(repr(content).encode(), digest_size=16).digest()


# The index of all entries ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything the browser searches."""

    entries: tuple[SearchEntry, ...]
    postings: Mapping[str, Posting]
    """By token, in order."""
    originals: Mapping[int, int]
    """A duplicate's number to its original's."""
    weights: tuple[float, ...]


def make_index(
    entries: Sequence[SearchEntry], language: Language, cache: TokenCache | None = None
) -> tuple[SearchIndex, Tokenizer]:
    """Return the index of all entries, in the order they are given, and its tokenizer.

    The cache is read, and left with what this index is made of.
    """
    cache = cache or TokenCache()
    tokenizer = Tokenizer(language, cache.stems)
    digests = [_digest(entry) for entry in entries]
    known = cache.entries
    read = [
        known.get(digest) or entry_tokens(entry, tokenizer)
        for digest, entry in zip(digests, entries, strict=True)
    ]
    originals = duplicates([tokens.runs for tokens in read])
    weights = tuple(
        round(entry.weight * (_DUPLICATE if number in originals else 1), 3)
        for number, entry in enumerate(entries)
    )
    index = SearchIndex(tuple(entries), _postings(read, tokenizer), originals, weights)
    cache.entries = dict(zip(digests, read, strict=True))
    cache.stems = tokenizer.stems
    return index, tokenizer


def _postings(read: Sequence[EntryTokens], tokenizer: Tokenizer) -> dict[str, Posting]:
    """Return where each token stands."""
    # The words the site uses are what its compounds are made of.
    vocabulary = frozenset(word for tokens in read for word in tokens.vocabulary)
    split = tokenizer.splitter(vocabulary)
    parts_of = {
        word: stems
        for word in vocabulary
        if (stems := frozenset(tokenizer.parts(word, split)))
    }
    fields = tuple(defaultdict[str, list[tuple[int, int]]](list) for _ in FIELDS)
    for number, tokens in enumerate(read):
        parts = set[str]().union(*(parts_of[w] for w in tokens.vocabulary if w in parts_of))
        for word in tokenizer.completed(tokens.suspensions, split):
            parts.update(tokenizer.parts(tokenizer.fold(word), split))
            parts.add(tokenizer.key(word))
        counts = (
            tokens.title,
            tokens.text,
            dict.fromkeys(parts, 1),
            tokens.meta,
            tokens.type,
        )
        for field_postings, of_field in zip(fields, counts, strict=True):
            for token, count in of_field.items():
                field_postings[token].append((number, count))
    every = sorted(set().union(*fields))
    return {token: tuple(of.get(token, []) for of in fields) for token in every}


# The script --------------------------------------------------------------------------


def script_names(entries: int) -> tuple[str, ...]:
    """Return the names of the scripts for so many entries, as ``scripts`` makes them."""
    apart = range(0, entries, SHARD) if entries > WHOLE else ()
    return ("index.js", *(f"texts-{number}.js" for number in range(len(apart))))


def scripts(
    index: SearchIndex,
    facets: Sequence[SearchFacet],
    synonyms: Mapping[str, Sequence[str]],
    extra: Mapping[str, object],
) -> dict[str, str]:
    """Return the scripts by name: ``index.js``, and the texts apart where they are many."""
    entries = index.entries
    texts = [entry.text for entry in entries]
    apart = len(entries) > WHOLE
    data = {
        "format": FORMAT,
        **extra,
        "terms": " ".join(index.postings),
        "postings": _packed(index.postings.values(), len(entries)),
        "entries": _columns(entries),
        "weights": {n: w for n, w in enumerate(index.weights) if w != 1},
        "copies": dict(index.originals),
        "facets": [_facet(facet, entries) for facet in facets],
        "synonyms": {key: list(words) for key, words in synonyms.items()},
        "texts": None if apart else texts,
        "shard": SHARD,
    }
    made = {"index.js": _call("load", data)}
    if apart:
        for number, start in enumerate(range(0, len(texts), SHARD)):
            shard = {"shard": number, "texts": texts[start : start + SHARD]}
            made[f"texts-{number}.js"] = _call("text", shard)
    return made


def _call(name: str, data: object) -> str:
    """Return a script that hands data over; nothing in it can end the script early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older engines; "<" could begin "</script>".
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f"NeedsSearch.{name}({text});\n"


def _packed(postings: Iterable[Posting], size: int) -> str:
    """Return the postings: ``field`` then steps from entry to entry, ``step:count``.

    >>> _packed([([(3, 1), (17, 2)], [], [(40, 1)])], 41)
    '03,e:2;214'
    """
    base36 = [_base36(number) for number in range(size + 1)]
    packed = []
    for posting in postings:
        fields = []
        for place, counts in enumerate(posting):
            if not counts:
                continue
            steps, last = [], 0
            for number, count in counts:
                step = base36[number - last]
                steps.append(step if count == 1 else f"{step}:{_base36(count)}")
                last = number
            fields.append(f"{place}{','.join(steps)}")
        packed.append(";".join(fields))
    return " ".join(packed)


def _base36(number: int) -> str:
    text = ""
    while number >= 36:  # noqa: PLR2004 (the base)
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return _DIGITS[number] + text


def _columns(entries: Sequence[SearchEntry]) -> dict[str, object]:
    """Return the entries column by column; what repeats is a place in a list."""
    types, type_places = _shared(entry.type for entry in entries)
    paths, path_places = _shared(entry.place for entry in entries)
    pages, page_places = _shared(entry.url.partition("#")[0] for entry in entries)
    anchors = [entry.url.partition("#")[2] for entry in entries]
    return {
        "id": [entry.id for entry in entries],
        "title": [entry.title for entry in entries],
        "need": "".join(_KINDS.get(entry.kind, "0") for entry in entries),
        "types": types,
        "type": type_places,
        "places": paths,
        "place": path_places,
        "pages": pages,
        "page": page_places,
        # 0: the anchor is the id.
        "anchor": [
            0 if anchor == entry.id else anchor
            for anchor, entry in zip(anchors, entries, strict=True)
        ],
    }


def _facet(facet: SearchFacet, entries: Sequence[SearchEntry]) -> dict[str, object]:
    values, _ = _shared(v for e in entries for v in e.facets.get(facet.name, ()))
    place = {value: number for number, value in enumerate(values)}
    return {
        "name": facet.name,
        "label": facet.label,
        "values": values,
        "of": [[place[v] for v in e.facets.get(facet.name, ())] for e in entries],
    }


def _shared(values: Iterable[T]) -> tuple[list[T], list[int]]:
    """Return each value once, in order of first use, and the place of every one."""
    places: dict[T, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), numbers
