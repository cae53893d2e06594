"""The lock file: which quotes were found in their sources, and where. No Sphinx."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from needs_core.items import natural_key
from needs_core.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FORMAT, VERSION = "needs-sources-lock", 4


@dataclass(frozen=True, slots=True)
class LockedSource:
    """A file the quotes were looked up in."""

    file: str
    sha256: str
    text: str
    """The lines that hold text, as ``1-3, 5``."""
    partly: str = ""
    """The lines with sentences that no quote holds, as ``3:1/2``: one of two is held."""


@dataclass(frozen=True, slots=True)
class LockedQuote:
    """A quote that was found: whose, where, and the digest of its words."""

    id: str
    """The need, or the page with a slash before it."""
    field: str
    file: str
    lines: str
    where: str
    """What the author says of the place."""
    sha256: str


@dataclass(frozen=True, slots=True)
class LockedWords:
    """Where the words of a need stand in one source."""

    id: str
    file: str
    words: str
    """The words that were counted, with commas."""
    lines: str
    """The line of every occurrence, with spaces; empty: there is none."""


@dataclass(frozen=True, slots=True)
class QuoteLock:
    """What the last look-up found."""

    sources: tuple[LockedSource, ...] = ()
    quotes: tuple[LockedQuote, ...] = ()
    words: tuple[LockedWords, ...] = ()

    def without(self, ids: Collection[str]) -> QuoteLock:
        """Return the lock without the quotes of some needs and pages."""
        return replace(self, quotes=tuple(x for x in self.quotes if x.id not in ids))

    def equals(self, other: QuoteLock) -> bool:
        """Tell whether another lock holds the same entries, in whatever order."""
        same_sources = set(self.sources) == set(other.sources)
        same_words = set(self.words) == set(other.words)
        return same_sources and same_words and set(self.quotes) == set(other.quotes)


LockEntry = TypeVar("LockEntry", LockedSource, LockedQuote, LockedWords)


class LockError(ValueError):
    """The file cannot be used; the text says where it is broken."""

    def __init__(self, *place: object) -> None:
        super().__init__(", ".join(map(str, place)))


def parse(content: bytes | str) -> QuoteLock:
    """Parse a lock file. Raises ``LockError`` or ``JsonTextError``."""
    loaded = parse_json(content)
    for key, wanted in (("format", FORMAT), ("version", VERSION)):
        if not isinstance(loaded, dict) or loaded.get(key) != wanted:
            raise LockError(key)
    return QuoteLock(
        _entries(loaded, "sources", LockedSource),
        _entries(loaded, "quotes", LockedQuote),
        _entries(loaded, "words", LockedWords),
    )


def serialize(lock: QuoteLock) -> str:
    """Return the text of a lock file: a line an entry, in natural order.

    >>> lock = QuoteLock((LockedSource("a.txt", "0f", "1-3"),), ())
    >>> parse(serialize(lock)) == lock
    True
    """
    sources = sorted(set(lock.sources), key=lambda x: natural_key(x.file))
    quotes = sorted(
        set(lock.quotes),
        key=lambda x: (
            natural_key(x.id),
            x.field,
            natural_key(f"{x.file} {x.lines}"),
            x.sha256,
        ),
    )
    words = sorted(set(lock.words), key=lambda x: natural_key(f"{x.id} {x.file}"))
    return (
        f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n'
        f'  "sources": {_lines(sources)},\n  "quotes": {_lines(quotes)},\n'
        f'  "words": {_lines(words)}\n}}\n'
    )


def _lines(entries: Iterable[LockedSource | LockedQuote | LockedWords]) -> str:
    lines = ",\n".join(f"    {json.dumps(asdict(x), ensure_ascii=False)}" for x in entries)
    return f"[\n{lines}\n  ]" if lines else "[]"


def _entries(
    loaded: dict[str, object], key: str, kind: type[LockEntry]
) -> tuple[LockEntry, ...]:
    values = loaded.get(key)
    if not isinstance(values, list):
        raise LockError(key)
    found = []
    for number, value in enumerate(values, start=1):
        names = set(kind.__dataclass_fields__)
        if not isinstance(value, dict) or set(value) != names:
            raise LockError(key, number)
        if not all(isinstance(x, str) for x in value.values()):
            raise LockError(key, number)
        found.append(kind(**value))
    return tuple(dict.fromkeys(found))
