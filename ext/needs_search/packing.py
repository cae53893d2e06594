"""From an index to the script the browser loads: as few bytes as plain text allows.

A script and not JSON: a page opened from a file share may run scripts beside it, but
may fetch nothing. Knows no Sphinx.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needs_search.entries import Entry, Facet
    from needs_search.indexing import Index

FORMAT = 1
"""Raised when the script's form changes; the engine refuses any other."""

WHOLE = 5000
"""Up to so many entries, one script holds all. ``benchmarks/search.py`` measures why."""

SHARD = 500
"""The entries whose texts share a script, when there are more than ``WHOLE``."""

_KINDS = {"need": "1", "term": "2"}
"""How an entry's kind is told; any other is text."""

T = TypeVar("T")

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def scripts(
    index: Index,
    facets: Sequence[Facet],
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
        "postings": " ".join(_posting(fields) for fields in index.postings.values()),
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


def _posting(fields: Mapping[int, Mapping[int, int]]) -> str:
    """Return one token's places: ``field`` then steps from entry to entry, ``step:count``.

    >>> _posting({0: {3: 1, 17: 2}, 2: {40: 1}})
    '03,e:2;214'
    """
    return ";".join(f"{field}{_steps(counts)}" for field, counts in fields.items())


def _steps(counts: Mapping[int, int]) -> str:
    found, last = [], 0
    for number, count in counts.items():
        found.append(_base36(number - last) + (f":{_base36(count)}" if count > 1 else ""))
        last = number
    return ",".join(found)


def _base36(number: int) -> str:
    text = ""
    while number >= 36:  # noqa: PLR2004 (the base)
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return _DIGITS[number] + text


def _columns(entries: Sequence[Entry]) -> dict[str, object]:
    """Return the entries column by column; what repeats is a place in a list."""
    types, types_of = _shared(entry.type for entry in entries)
    places, places_of = _shared(entry.place for entry in entries)
    pages, pages_of = _shared(entry.url.partition("#")[0] for entry in entries)
    anchors = [entry.url.partition("#")[2] for entry in entries]
    return {
        "id": [entry.id for entry in entries],
        "title": [entry.title for entry in entries],
        "need": "".join(_KINDS.get(entry.kind, "0") for entry in entries),
        "types": types,
        "type": types_of,
        "places": places,
        "place": places_of,
        "pages": pages,
        "page": pages_of,
        # 0: the anchor is the id.
        "anchor": [
            0 if anchor == entry.id else anchor
            for anchor, entry in zip(anchors, entries, strict=True)
        ],
    }


def _facet(facet: Facet, entries: Sequence[Entry]) -> dict[str, object]:
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
    places_of = [places.setdefault(value, len(places)) for value in values]
    return list(places), places_of
