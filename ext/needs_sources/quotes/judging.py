"""How sure a quote is: by the lock alone, and by the texts. Knows no Sphinx."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from needs_sources.quotes.lock import Lock, LockedSource, entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.model import Items, Label
    from needs_sources.quotes.gathering import Quote, Source
    from needs_sources.quotes.text import Text


class State(Enum):
    """What the lock says of a quote."""

    CHECKED = "checked"
    CHANGED = "changed"
    """The need has a checked quote in this field, with other words or another place."""
    UNCHECKED = "unchecked"
    SOURCE = "source"
    """It was found in another text than the one its source now names."""


def judge(
    quotes: Iterable[Quote], sources: Iterable[Source], lock: Lock
) -> tuple[tuple[Quote, State], ...]:
    """Hold every quote against the lock."""
    locked, named = set(lock.quotes), {(x.id, x.field) for x in lock.quotes}
    sums = {source.file: source.checksum for source in sources}
    good = {x.file for x in lock.sources if sums.get(x.file) == x.sha256}

    def state(quote: Quote) -> State:
        if entry(quote) in locked and quote.place is not None:
            return State.CHECKED if quote.place.file in good else State.SOURCE
        known = (quote.id, quote.field) in named
        return State.CHANGED if known else State.UNCHECKED

    return tuple((quote, state(quote)) for quote in quotes)


class Fault(Enum):
    """What is wrong with a quote or a source when the texts are at hand."""

    NO_PLACE = "no_place"
    NO_QUOTE = "no_quote"
    BAD_PLACE = "bad_place"
    UNKNOWN_FILE = "unknown_file"
    NO_TEXT = "no_text"
    WRONG = "wrong_quote"
    ELSEWHERE = "wrong_lines"


@dataclass(frozen=True, slots=True)
class Finding:
    """One quote that is not where it is said to be."""

    quote: Quote
    fault: Fault
    lines: tuple[tuple[int, int], ...] = ()
    """Where else it stands."""
    fitting: str = ""
    """How much of it stands at the place."""
    next: str = ""
    """The first word that does not."""


def malformed(quotes: Iterable[Quote], sources: Iterable[Source]) -> tuple[Finding, ...]:
    """Return the quotes whose place says nothing that could be looked up."""
    files = {source.file for source in sources}

    def fault(quote: Quote) -> Fault | None:
        if not quote.text:
            return Fault.NO_QUOTE
        if not quote.written:
            return Fault.NO_PLACE
        if quote.place is None:
            return Fault.BAD_PLACE
        return None if quote.place.file in files else Fault.UNKNOWN_FILE

    return tuple(Finding(x, found) for x in quotes if (found := fault(x)))


def look_up(quotes: Iterable[Quote], texts: Mapping[str, Text]) -> tuple[Finding, ...]:
    """Look up well-formed quotes in their texts; return those that are not there."""
    return tuple(x for quote in quotes if (x := _look_up(quote, texts)))


def _look_up(quote: Quote, texts: Mapping[str, Text]) -> Finding | None:
    assert quote.place is not None  # noqa: S101 (well-formed)
    text = texts.get(quote.place.file)
    if text is None:
        return Finding(quote, Fault.NO_TEXT)
    first, last = quote.place.first, quote.place.last
    found = text.find(quote.text)
    if (first, last) in found:
        return None
    if found:
        return Finding(quote, Fault.ELSEWHERE, tuple(found))
    fitting, word = text.fitting(quote.text, first, last)
    return Finding(quote, Fault.WRONG, fitting=fitting, next=word)


def locked(
    quotes: Iterable[Quote], findings: Iterable[Finding], sums: Mapping[str, str]
) -> Lock:
    """Return the lock of what was found. ``sums`` is the SHA-256 of every text."""
    wrong = {finding.quote for finding in findings}
    entries = tuple(
        made for quote in quotes if quote not in wrong and (made := entry(quote))
    )
    used = sorted({made.file for made in entries} & set(sums))
    return Lock(tuple(LockedSource(file, sums[file]) for file in used), entries)


@dataclass(frozen=True, slots=True)
class Share:
    """How many needs of one type, or of one source, have a checked quote."""

    name: str
    needs: int
    quoted: int
    checked: int
    lacking: tuple[Label, ...]
    """The needs without a checked quote."""


def shares(
    items: Items, types: Iterable[str], judged: Iterable[tuple[Quote, State]], field: str
) -> tuple[Share, ...]:
    """Count by type. A need counts as checked when all its quotes of the field are."""
    states: dict[str, list[State]] = defaultdict(list)
    for quote, state in judged:
        if quote.field == field:
            states[quote.id].append(state)
    rows = []
    for name in types:
        own = [item for item in items.of_type(name) if not item.external]
        checked = {x.id for x in own if set(states[x.id]) == {State.CHECKED}}
        quoted = sum(1 for x in own if states[x.id])
        lacking = tuple(item.label for item in own if item.id not in checked)
        rows.append(Share(name, len(own), quoted, len(checked), lacking))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class SourceShare:
    """How many quotes from one source are checked."""

    label: Label
    file: str
    quotes: int
    checked: int


def by_source(
    items: Items, sources: Iterable[Source], judged: Iterable[tuple[Quote, State]]
) -> tuple[SourceShare, ...]:
    """Count by source, in natural order; the wordings of versions are quotes, too."""
    states: dict[str, list[State]] = defaultdict(list)
    for quote, state in judged:
        if quote.place is not None:
            states[quote.place.file].append(state)
    return tuple(
        SourceShare(
            items.by_id[source.id].label,
            source.file,
            len(states[source.file]),
            states[source.file].count(State.CHECKED),
        )
        for source in sources
    )
