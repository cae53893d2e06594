"""Quotes of needs and pages: read, judged by the lock and by the texts. No Sphinx.

A need has its quotes in fields. A page has them in its prose, by the roles of
``references``; the needs bring those along as extra data.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from needs_sources.lock import LockedQuote, QuoteLock
from needs_sources.references import EXTRA, LINES_ROLE
from needs_sources.source_text import QuotePlace, read_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_core.items import Item, Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.lock import LockedSource, LockedWords
    from needs_sources.references import SourceReference
    from needs_sources.source_text import LineRange, SourceText


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in a need, or on a page, as those of a source."""

    id: str
    """The need; of a reference on a page, the page with a slash before it."""
    field: str
    """The field; of a reference on a page, the role."""
    text: str
    written: str
    """The place as the author wrote it."""
    place: QuotePlace | None
    """The place as it was read; ``None`` when it is missing or cannot be read."""
    also: tuple[LineRange, ...] = ()
    """Other places in the same source that the author names beside it."""
    line: int = 0
    """The line on the page, of a reference there."""

    @property
    def on_page(self) -> bool:
        """Whether it stands in the prose of a page."""
        return self.id.startswith("/")

    @property
    def digest(self) -> str:
        """The SHA-256 of the words, character for character."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def locked(self) -> LockedQuote | None:
        """The entry of the lock for it; ``None`` without a place."""
        if self.place is None:
            return None
        place = self.place
        return LockedQuote(
            self.id, self.field, place.file, place.lines, place.where, self.digest
        )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A need of the source type: its file and the checksum its author wrote."""

    id: str
    file: str
    checksum: str


def read_sources(items: Items, settings: SourceSettings) -> tuple[SourceFile, ...]:
    """Return the sources that name a file, in natural order."""
    return tuple(
        SourceFile(item.id, file, item.value(settings.checksum) or "")
        for item in items.every(settings.type)
        if not item.external and (file := item.value(settings.file))
    )


@dataclass(frozen=True, slots=True)
class _QuotesView:
    """Every quote of needs and pages; ``seen`` reads them once per build."""

    settings: SourceSettings

    def look(self, items: Items) -> tuple[Quote, ...]:
        settings = self.settings
        files = {source.id: source.file for source in read_sources(items, settings)}
        references: tuple[SourceReference, ...] = items.extra.get(EXTRA, ())  # type: ignore[assignment]
        return (
            *(
                quote
                for item in items
                if not item.external
                for quote in (
                    *_own_quotes(item, settings),
                    *_wording_quotes(item, settings, files),
                )
            ),
            *(quote for x in references for quote in _page_quotes(x, files)),
        )


def read_quotes(items: Items, settings: SourceSettings) -> tuple[Quote, ...]:
    """Return every quote of the project's own needs, in natural order, and of its pages.

    They are parsed once per ``items``, however often this is called.
    """
    return items.look(_QuotesView(settings))


def _own_quotes(item: Item, settings: SourceSettings) -> Iterator[Quote]:
    text, place = item.value(settings.quote), item.value(settings.place)
    if text or place:
        read = read_place(place) if place else None
        yield Quote(item.id, settings.quote, text or "", place or "", read)


def _page_quotes(reference: SourceReference, files: Mapping[str, str]) -> Iterator[Quote]:
    """Yield a quote for each place that a reference on a page names."""
    for named in reference.places:
        file = files.get(named.source, named.source)
        for first, last in named.ranges:
            yield Quote(
                f"/{reference.docname}",
                reference.role,
                reference.words,
                named.source,
                QuotePlace(file, first, last, named.where),
                tuple(x for x in named.ranges if x != (first, last)),
                reference.line,
            )


_WORDING = re.compile(
    r"\w+\s+(?P<lines>\d+(?:\s*[-–]\s*\d+)?)(?:\s+\((?P<where>[^)]*)\))?:\s+(?P<text>.+)"
)


def _wording_quotes(
    item: Item, settings: SourceSettings, files: Mapping[str, str]
) -> Iterator[Quote]:
    """Yield what ``lines 3-5 (on the cover): words | line 9: other words`` holds."""
    for name, source in settings.wordings:
        file = files.get(source, source)
        parts = (part.strip() for part in (item.value(name) or "").split(" | "))
        quotes = [_wording_quote(item, name, part, file) for part in parts if part]
        for quote in quotes:
            same = (x.place for x in quotes if x is not quote and x.text == quote.text)
            also = tuple((place.first, place.last) for place in same if place)
            yield replace(quote, also=also)


def _wording_quote(item: Item, field: str, written: str, file: str) -> Quote:
    found = _WORDING.fullmatch(written)
    if found is None:
        return Quote(item.id, field, written, written, None)
    where = f" ({found['where']})" if found["where"] else ""
    place = read_place(f"{file}, l {found['lines']}{where}")
    return Quote(item.id, field, found["text"], written, place)


class QuoteState(Enum):
    """What the lock says of a quote."""

    CHECKED = "checked"
    CHANGED = "changed"
    """The need has a checked quote in this field, with other words or another place."""
    UNCHECKED = "unchecked"
    SOURCE = "source"
    """It was found in another text than the one its source now names."""


JudgedQuotes = tuple[tuple[Quote, QuoteState], ...]


def judge_by_lock(
    quotes: Iterable[Quote], sources: Iterable[SourceFile], lock: QuoteLock
) -> JudgedQuotes:
    """Return every quote with its state according to the lock."""
    locked, named = set(lock.quotes), {(x.id, x.field) for x in lock.quotes}
    sums = {source.file: source.checksum for source in sources}
    unchanged = {x.file for x in lock.sources if sums.get(x.file) == x.sha256}

    def state(quote: Quote) -> QuoteState:
        if quote.place is not None and quote.locked in locked:
            same_text = quote.place.file in unchanged
            return QuoteState.CHECKED if same_text else QuoteState.SOURCE
        known = (quote.id, quote.field) in named and not quote.on_page
        return QuoteState.CHANGED if known else QuoteState.UNCHECKED

    return tuple((quote, state(quote)) for quote in quotes)


class QuoteFault(Enum):
    """What is wrong with a quote; the value is the subtype of its warning."""

    NO_PLACE = "no_place"
    NO_QUOTE = "no_quote"
    BAD_PLACE = "bad_place"
    UNKNOWN_FILE = "unknown_file"
    NO_TEXT = "no_text"
    WRONG = "wrong_quote"
    ELSEWHERE = "wrong_lines"
    AMBIGUOUS = "several_places"


@dataclass(frozen=True, slots=True)
class QuoteFinding:
    """One quote that is not where it is said to be."""

    quote: Quote
    fault: QuoteFault
    lines: tuple[tuple[int, int], ...] = ()
    """Where else it stands."""
    fitting: str = ""
    """How much of it stands at the place."""
    next: str = ""
    """The first word that does not."""


def find_malformed(
    quotes: Iterable[Quote], sources: Iterable[SourceFile]
) -> tuple[QuoteFinding, ...]:
    """Return the quotes whose place says nothing that could be looked up."""
    files = {source.file for source in sources}

    def fault(quote: Quote) -> QuoteFault | None:
        if not quote.text:
            return QuoteFault.NO_QUOTE
        if not quote.written:
            return QuoteFault.NO_PLACE
        if quote.place is None:
            return QuoteFault.BAD_PLACE
        return None if quote.place.file in files else QuoteFault.UNKNOWN_FILE

    return tuple(QuoteFinding(x, found) for x in quotes if (found := fault(x)))


def find_misplaced(
    quotes: Iterable[Quote], texts: Mapping[str, SourceText]
) -> tuple[QuoteFinding, ...]:
    """Look up well-formed quotes in their texts; return those that are not there."""
    return tuple(x for quote in quotes if (x := _look_up(quote, texts)))


def _look_up(quote: Quote, texts: Mapping[str, SourceText]) -> QuoteFinding | None:
    assert quote.place is not None  # noqa: S101 (well-formed)
    text = texts.get(quote.place.file)
    if text is None:
        return QuoteFinding(quote, QuoteFault.NO_TEXT)
    first, last = quote.place.first, quote.place.last
    words = quote.text
    found = text.find_passage(words) if quote.field == LINES_ROLE else text.find(words)
    found = list(dict.fromkeys(found))
    if (first, last) in found:
        others = tuple(x for x in found if x not in {(first, last), *quote.also})
        told = quote.place.where or not others
        return None if told else QuoteFinding(quote, QuoteFault.AMBIGUOUS, others)
    if found:
        return QuoteFinding(quote, QuoteFault.ELSEWHERE, tuple(found))
    fitting, word = text.fitting(quote.text, first, last)
    return QuoteFinding(quote, QuoteFault.WRONG, fitting=fitting, next=word)


def make_lock(
    quotes: Iterable[Quote],
    findings: Iterable[QuoteFinding],
    sources: Mapping[str, LockedSource],
    words: Iterable[LockedWords] = (),
) -> QuoteLock:
    """Return the lock of what was found, with the sources that hold a quote."""
    wrong = {finding.quote for finding in findings}
    entries = tuple(
        entry for quote in quotes if quote not in wrong and (entry := quote.locked)
    )
    used = sorted({entry.file for entry in entries} & set(sources))
    words = tuple(entry for entry in words if entry.file in used)
    return QuoteLock(tuple(sources[file] for file in used), entries, words)


@dataclass(frozen=True, slots=True)
class QuotesOfType:
    """How many needs of one type have a checked quote."""

    type: str
    needs: int
    quoted: int
    checked: int
    lacking: tuple[Label, ...]
    """The needs without a checked quote."""


def count_by_type(
    items: Items, types: Iterable[str], judged: JudgedQuotes, field: str
) -> tuple[QuotesOfType, ...]:
    """Count by type. A need counts as checked when all its quotes of the field are."""
    states: dict[str, list[QuoteState]] = defaultdict(list)
    for quote, state in judged:
        if quote.field == field:
            states[quote.id].append(state)
    rows = []
    for name in types:
        own = [item for item in items.every(name) if not item.external]
        checked = {x.id for x in own if set(states[x.id]) == {QuoteState.CHECKED}}
        quoted = sum(1 for x in own if states[x.id])
        lacking = tuple(item.label for item in own if item.id not in checked)
        rows.append(QuotesOfType(name, len(own), quoted, len(checked), lacking))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class QuotesOfSource:
    """How many quotes from one source are checked."""

    label: Label
    file: str
    quotes: int
    checked: int


def count_by_source(
    items: Items, sources: Iterable[SourceFile], judged: JudgedQuotes
) -> tuple[QuotesOfSource, ...]:
    """Count by source, in natural order; the wordings of versions are quotes, too."""
    states: dict[str, list[QuoteState]] = defaultdict(list)
    for quote, state in judged:
        if quote.place is not None:
            states[quote.place.file].append(state)
    return tuple(
        QuotesOfSource(
            items.by_id[source.id].label,
            source.file,
            len(states[source.file]),
            states[source.file].count(QuoteState.CHECKED),
        )
        for source in sources
    )


@dataclass(frozen=True, slots=True)
class QuoteCounts:
    """The numbers of ``source-quote-summary``."""

    types: tuple[QuotesOfType, ...] = ()
    sources: tuple[QuotesOfSource, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteSummaryView:
    """How many needs have a checked quote: by type, or by source."""

    settings: SourceSettings
    lock: QuoteLock
    """The lock as it was when the page was read; the page depends on its file."""
    types: tuple[str, ...]
    all: bool = False
    """Whether types without any quote are shown."""
    by_source: bool = False

    def look(self, items: Items) -> QuoteCounts:
        """Return the numbers."""
        found = read_sources(items, self.settings)
        judged = judge_by_lock(read_quotes(items, self.settings), found, self.lock)
        if self.by_source:
            return QuoteCounts(sources=count_by_source(items, found, judged))
        shares = count_by_type(items, self.types, judged, self.settings.quote)
        return QuoteCounts(tuple(x for x in shares if x.quoted or self.all))
