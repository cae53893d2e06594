"""The inverted index that the browser loads: from tokens to entries, as a script.

The index is the one MiniSearch would have built in the browser, worked out beforehand:
the browser only unpacks it. The tokens of every entry and the postings are kept from
build to build (``TokenCache``); what the changed entries bring about is worked out.

A script and not JSON: a page opened from a file share may run scripts beside it, but may
fetch nothing. Knows no Sphinx.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cache as cached
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from needs_search import duplicates as duplicates_module
from needs_search import parts as parts_module
from needs_search import postings as postings_module
from needs_search import tokenizer as tokenizer_module
from needs_search.duplicates import duplicates, runs
from needs_search.parts import ENTRIES as PER_SCRIPT
from needs_search.parts import first_data, index_parts, part_names, parted
from needs_search.postings import change_postings, make_postings
from needs_search.synonyms import packed
from needs_search.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needs_search.entries import SearchEntry, SearchFacet
    from needs_search.language import Language
    from needs_search.postings import Counts
    from needs_search.tokenizer import Split, Suspension

FORMAT = 4
"""Raised when the script's form changes."""

WHOLE = 5000
"""Up to so many entries, the index is one script: ``benchmarks/search.py``."""

_DUPLICATE = 0.8
"""The weight of a duplicate against its original's."""

_KINDS = {"need": "1", "term": "2"}
"""The character for an entry's kind; any other is text."""

_FEW = 10
"""Up to one entry in so many, the postings are changed; above, they are made anew."""

_WRITTEN = re.compile(r"[^\W_]+")

T = TypeVar("T")


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
    everyday: Mapping[str, int]
    suspensions: tuple[Suspension, ...]
    written: frozenset[str]
    """Its words as they are written, in small letters."""
    runs: frozenset[int]
    """Its words in rows, for finding duplicates."""


def entry_tokens(entry: SearchEntry, tokenizer: Tokenizer) -> EntryTokens:
    """Return the tokens of one entry."""
    title, text = tokenizer.words(entry.title), tokenizer.words(entry.text)
    whole = f"{entry.title} {entry.text}"
    everyday = " ".join(entry.everyday)
    meta = tokenizer.keys(" ".join(entry.also))
    if entry.kind == "need":
        meta += [*tokenizer.keys(entry.id), f"#{tokenizer.id_key(entry.id)}"]
    meta += tokenizer.capitals(entry.text) + tokenizer.name_parts(whole)
    key = tokenizer.key
    return EntryTokens(
        vocabulary=tuple(dict.fromkeys(map(tokenizer.fold, (*title, *text)))),
        title=dict(Counter([*map(key, title), *tokenizer.capitals(entry.title)])),
        text=dict(Counter(map(key, text))),
        meta=dict(Counter(meta)),
        type=dict(Counter(tokenizer.keys(entry.type))),
        everyday=dict(Counter(tokenizer.keys(everyday))),
        suspensions=tuple(tokenizer.suspensions(whole)),
        written=frozenset(_WRITTEN.findall(tokenizer.clean(f"{whole} {everyday}").lower())),
        runs=runs(tokenizer.line_words(whole)),
    )


@dataclass(slots=True)
class TokenCache:
    """What the index of the last build was made of, and its postings.

    An entry is known by a digest of its content; the whole cache holds for one version
    of the text analysis. No entry is kept that is gone.
    """

    version: str = ""
    """What the analysis depends on beside the entry (``analysis_version``)."""
    entries: dict[bytes, EntryTokens] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    """The folded words of all entries: what compounds are made of."""
    order: tuple[bytes, ...] = ()
    """The digest of each entry, by its number."""
    parts: tuple[frozenset[str], ...] = ()
    """The parts of the compounds of each entry, by its number."""
    postings: dict[str, str] = field(default_factory=dict)

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
        for module in (tokenizer_module, duplicates_module, postings_module, parts_module)
    ]
    data = json.dumps([language.as_data(), *parts], sort_keys=True).encode()
    code.append(Path(__file__).read_bytes())
    return hashlib.sha256(b"\0".join([data, *code])).hexdigest()


def _digest(entry: SearchEntry) -> bytes:
    content = (entry.kind, entry.id, entry.type, entry.title, entry.text, entry.also)
    whole = repr((content, entry.everyday)).encode()
    return hashlib.blake2b(whole, digest_size=16).digest()


# The index of all entries ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything the browser searches."""

    entries: tuple[SearchEntry, ...]
    postings: Mapping[str, str]
    """Where each token stands, by token in order."""
    originals: Mapping[int, int]
    """A duplicate's number to its original's."""
    weights: tuple[float, ...]
    lengths: tuple[tuple[int, ...], ...] = ()
    """How many tokens each entry has in each field; of many entries alone, as ``forms``."""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words of the texts as they are written, by token."""
    firsts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The entries whose titles begin with a word, by token."""


def make_index(
    entries: Sequence[SearchEntry], language: Language, cache: TokenCache | None = None
) -> tuple[SearchIndex, Tokenizer]:
    """Return the index of all entries, in the order they are given, and its tokenizer.

    The cache is read, and left with what this index is made of.
    """
    cache = cache or TokenCache()
    tokenizer = Tokenizer(language, cache.stems)
    order = tuple(_digest(entry) for entry in entries)
    read = [
        cache.entries.get(digest) or entry_tokens(entry, tokenizer)
        for digest, entry in zip(order, entries, strict=True)
    ]
    vocabulary = frozenset(word for tokens in read for word in tokens.vocabulary)
    # The words the site uses are what its compounds are made of.
    split = tokenizer.splitter(vocabulary)
    parts_of = cached(lambda word: frozenset(tokenizer.parts(word, split)))
    known, stems = dict[bytes, frozenset[str]](), dict[str, str]()
    if vocabulary == cache.vocabulary:
        known, stems = dict(zip(cache.order, cache.parts, strict=True)), cache.stems
    parts = tuple(
        known[digest]
        if digest in known
        else frozenset[str]().union(
            *map(parts_of, tokens.vocabulary),
            _completed(tokens.suspensions, tokenizer, split),
        )
        for digest, tokens in zip(order, read, strict=True)
    )
    originals = duplicates([tokens.runs for tokens in read])
    weights = tuple(
        round(entry.weight * (_DUPLICATE if number in originals else 1), 3)
        for number, entry in enumerate(entries)
    )
    postings = _postings(cache, order, read, parts)
    cache.entries = dict(zip(order, read, strict=True))
    cache.stems = stems | tokenizer.stems
    cache.vocabulary, cache.order, cache.parts = vocabulary, order, parts
    cache.postings = postings
    index = SearchIndex(tuple(entries), postings, originals, weights)
    if len(entries) > WHOLE:
        lengths = tuple(
            tuple(map(len, _counts(*one))) for one in zip(read, parts, strict=True)
        )
        forms, firsts = _forms(read, tokenizer), _firsts(entries, tokenizer)
        index = replace(index, lengths=lengths, forms=forms, firsts=firsts)
        cache.stems = stems | tokenizer.stems
    return index, tokenizer


def _forms(read: Iterable[EntryTokens], tokenizer: Tokenizer) -> dict[str, tuple[str, ...]]:
    """Return the words of the texts as they are written, by token."""
    found = defaultdict[str, list[str]](list)
    for word in sorted(frozenset[str]().union(*(tokens.written for tokens in read))):
        found[tokenizer.key(word)].append(word)
    return {token: tuple(words) for token, words in found.items()}


def _firsts(
    entries: Iterable[SearchEntry], tokenizer: Tokenizer
) -> dict[str, tuple[int, ...]]:
    """Return the entries whose titles begin with a word, by token."""
    found = defaultdict[str, list[int]](list)
    for number, entry in enumerate(entries):
        for word in tokenizer.words(entry.title)[:1]:
            found[tokenizer.key(word)].append(number)
    return {token: tuple(numbers) for token, numbers in found.items()}


def _completed(
    suspensions: Iterable[Suspension], tokenizer: Tokenizer, split: Split
) -> Iterator[str]:
    """Yield the tokens of the words that suspended ones stand for, and of their parts."""
    for word in tokenizer.completed(suspensions, split):
        yield from tokenizer.parts(tokenizer.fold(word), split)
        yield tokenizer.key(word)


def _postings(
    last: TokenCache,
    order: Sequence[bytes],
    read: Sequence[EntryTokens],
    parts: Sequence[frozenset[str]],
) -> dict[str, str]:
    """Return the postings: those of the last build, changed where few entries have."""
    if len(order) == len(last.order):
        changed = [
            number
            for number, digest in enumerate(order)
            if (digest, parts[number]) != (last.order[number], last.parts[number])
        ]
        if len(changed) * _FEW <= len(order):
            changes = {
                number: (
                    _counts(last.entries[last.order[number]], last.parts[number]),
                    _counts(read[number], parts[number]),
                )
                for number in changed
            }
            return change_postings(last.postings, changes)
    return make_postings(map(_counts, read, parts))


def _counts(tokens: EntryTokens, parts: frozenset[str]) -> Counts:
    """Return the tokens of an entry by field, and how often they stand there."""
    of_parts = dict.fromkeys(parts, 1)
    fixed = (tokens.title, tokens.text, of_parts, tokens.meta, tokens.type)
    return (*fixed, tokens.everyday)


# The script --------------------------------------------------------------------------


def script_names(entries: int) -> tuple[str, ...]:
    """Return the names of the scripts for so many entries, as ``scripts`` makes them."""
    many = part_names(entries) if entries > WHOLE else ("texts.js",)
    return ("index.js", "answers.js", *many)


def scripts(
    index: SearchIndex,
    facets: Sequence[SearchFacet],
    synonyms: Mapping[str, Sequence[str]],
    extra: Mapping[str, object],
    answers: Mapping[str, object] | None = None,
) -> dict[str, str]:
    """Return the scripts by name: ``index.js``, ``answers.js``, and the texts apart.

    The first results need no texts, and do not wait for them. Of many entries, the
    postings and the entries are apart as well.
    """
    entries = index.entries
    data = {
        "format": FORMAT,
        **extra,
        "weights": {n: w for n, w in enumerate(index.weights) if w != 1},
        "copies": dict(index.originals),
        "facets": [_facet(facet, entries) for facet in facets],
        "many": len(entries) > WHOLE,
    }
    made = {"answers.js": _call("know", answers)}
    if len(entries) > WHOLE:
        first, beside = parted(synonyms)
        data |= {**first_data(index), "entries": _kinds(entries), "synonyms": first}
        starts = range(0, len(entries), PER_SCRIPT)
        columns = {
            number: _columns(some := entries[start : start + PER_SCRIPT])
            | {"everyday": _everyday(some)}
            for number, start in enumerate(starts)
        }
        made |= {
            name: _call("part", content)
            for name, content in index_parts(index, columns, beside)
        }
    else:
        data |= {
            "terms": " ".join(index.postings),
            "postings": " ".join(index.postings.values()),
            "synonyms": packed(synonyms),
            "entries": _kinds(entries) | _columns(entries),
        }
        texts = [entry.text for entry in entries]
        made["texts.js"] = _call("text", {"texts": texts, "everyday": _everyday(entries)})
    return {"index.js": _call("load", data), **made}


def _call(name: str, data: object) -> str:
    """Return a script that hands data over; nothing in it can end the script early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older engines; "<" could begin "</script>".
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f"NeedsSearch.{name}({text});\n"


def _kinds(entries: Sequence[SearchEntry]) -> dict[str, object]:
    """Return of what kind and type each entry is."""
    types, type_places = _shared(entry.type for entry in entries)
    return {
        "need": "".join(_KINDS.get(entry.kind, "0") for entry in entries),
        "types": types,
        "type": type_places,
    }


def _columns(entries: Sequence[SearchEntry]) -> dict[str, object]:
    """Return what is shown of entries by column; what repeats is a place in a list."""
    paths, path_places = _shared(entry.place for entry in entries)
    pages, page_places = _shared(entry.url.partition("#")[0] for entry in entries)
    anchors = [entry.url.partition("#")[2] for entry in entries]
    return {
        "id": [entry.id for entry in entries],
        # 0: readers see the id.
        "number": [0 if entry.number is None else entry.number for entry in entries],
        "title": [entry.title for entry in entries],
        "places": paths,
        "place": path_places,
        "pages": pages,
        "menus": _menus(entries, pages),
        "page": page_places,
        # 0: the anchor is the id; 1: it stands in the id.
        "anchor": [
            0 if anchor == entry.id else 1 if entry.id.endswith(f"#{anchor}") else anchor
            for anchor, entry in zip(anchors, entries, strict=True)
        ],
    }


def _everyday(entries: Sequence[SearchEntry]) -> dict[int, tuple[str, ...]]:
    """Return what people call the entries, by the place of those that have that."""
    return {n: entry.everyday for n, entry in enumerate(entries) if entry.everyday}


def _menus(entries: Sequence[SearchEntry], pages: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what stands over each page in the menu."""
    found = {entry.url.partition("#")[0]: entry.menu for entry in entries}
    return [found[page] for page in pages]


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
