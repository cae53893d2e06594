"""What becomes of every line of a source: quoted, told, or not used. No Sphinx.

Checking quotes proves what is said; this proves what was left out. The lines that quotes
cover follow from the needs; the author explains the others, in entries. The lock keeps
which lines of a source hold text, so that the proof stands without the text itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from needs_core.items import natural_key
from needs_sources.quotes import read_quotes
from needs_sources.references import QUOTE_ROLE
from needs_sources.source_text import parse_ranges

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from needs_core.items import Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.quotes import Quote
    from needs_sources.source_text import LineRange


@dataclass(frozen=True, slots=True)
class UsageEntry:
    """What an author says of lines that no quote covers, in one line of the directive."""

    ranges: tuple[LineRange, ...]
    names: tuple[str, ...]
    """A reason why they are not used, or the needs and pages (``/page``) that tell them."""
    line: int
    """The line on the page."""


def parse_entry(text: str, line: int) -> UsageEntry | None:
    """Read ``5-7: name, name``; ``None`` when it is no entry."""
    lines, colon, names = text.partition(":")
    ranges = parse_ranges(lines) if colon else None
    listed = tuple(name.strip() for name in names.split(",") if name.strip())
    return UsageEntry(ranges, listed, line) if ranges and listed else None


LinePart = tuple[int, int, int]
"""A line, how many of its sentences quotes hold, and of how many."""


def format_parts(parts: Mapping[int, tuple[int, int]]) -> str:
    """Return parts of lines as the lock has them.

    >>> format_parts({3: (1, 2), 5: (0, 1)})
    '3:1/2, 5:0/1'
    """
    return ", ".join(f"{line}:{part}/{whole}" for line, (part, whole) in parts.items())


def parse_parts(text: str) -> tuple[LinePart, ...]:
    """Read the same.

    >>> parse_parts("3:1/2, 5:0/1")
    ((3, 1, 2), (5, 0, 1))
    """
    found = re.findall(r"(\d+):(\d+)/(\d+)", text)
    return tuple((int(line), int(part), int(whole)) for line, part, whole in found)


def quoted_words(quotes: Iterable[Quote], file: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words that needs and pages quote from a source, with their lines."""
    for quote in quotes:
        place = quote.place
        counts = not quote.on_page or quote.field == QUOTE_ROLE
        if place and place.file == file and counts:
            yield quote.text, place.first, place.last


@dataclass(frozen=True, slots=True)
class LineUse:
    """What becomes of one line with text."""

    quoted: tuple[Label, ...] = ()
    """The needs that quote it, or a part of it."""
    told: tuple[Label, ...] = ()
    """The needs that tell it in words of their own."""
    pages: tuple[str, ...] = ()
    """The pages that do."""
    reasons: tuple[str, ...] = ()
    """Why it is not used."""
    quoting: tuple[str, ...] = ()
    """The pages that quote it in their prose."""
    part: tuple[int, int] | None = None
    """How many of its sentences quotes hold, of how many; ``None``: all."""

    @property
    def is_quoted(self) -> bool:
        """Whether a need or a page quotes it, or a part of it."""
        return bool(self.quoted or self.quoting)

    @property
    def is_partly_quoted(self) -> bool:
        """Whether a need or a page quotes it, and leaves sentences out."""
        return self.is_quoted and self.part is not None

    @property
    def used(self) -> bool:
        """Whether a need or a page holds what it says."""
        return bool(self.is_quoted or self.told or self.pages)

    @property
    def told_only(self) -> bool:
        """Whether it is told and not quoted."""
        return self.used and not self.is_quoted


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Lines that follow each other, empty ones between them or not, with the same use."""

    lines: LineRange
    count: int
    """How many of them hold text."""
    use: LineUse


@dataclass(frozen=True, slots=True)
class SourceUsage:
    """What becomes of the lines of a source."""

    label: Label | None
    """The source; ``None`` where the need does not exist or names no file."""
    rows: tuple[UsageRow, ...] = ()
    outside: tuple[UsageEntry, ...] = ()
    """Entries with lines that hold no text."""
    unknown: tuple[tuple[UsageEntry, str], ...] = ()
    """Names that are neither a reason nor a need."""

    @property
    def lines(self) -> int:
        """How many lines hold text."""
        return sum(row.count for row in self.rows)

    @property
    def quoted(self) -> int:
        """How many of them a need or a page quotes, whole or in part."""
        return sum(row.count for row in self.rows if row.use.is_quoted)

    @property
    def partly(self) -> int:
        """How many of those are quoted in part only."""
        return sum(row.count for row in self.rows if row.use.is_partly_quoted)

    @property
    def told(self) -> int:
        """How many no need quotes, and a need or a page tells."""
        return sum(row.count for row in self.rows if row.use.told_only)

    @property
    def unused(self) -> int:
        """How many are left out for a reason."""
        return sum(x.count for x in self.rows if x.use.reasons and not x.use.used)

    @property
    def unexplained(self) -> tuple[UsageRow, ...]:
        """Lines of which nothing is known."""
        return tuple(x for x in self.rows if not (x.use.used or x.use.reasons))

    @property
    def half_explained(self) -> tuple[UsageRow, ...]:
        """Lines that are quoted in part, and of whose other sentences nothing is known."""
        return tuple(
            row
            for row in self.rows
            for use in [row.use]
            if use.is_partly_quoted and not (use.told or use.pages or use.reasons)
        )

    @property
    def contradicted(self) -> tuple[UsageRow, ...]:
        """Lines that are said not to be used, and are, whole."""
        return tuple(
            row
            for row in self.rows
            if row.use.used and row.use.reasons and not row.use.is_partly_quoted
        )


@dataclass(frozen=True, slots=True)
class UsageView:
    """What becomes of the lines of one source."""

    settings: SourceSettings
    source: str
    texts: tuple[tuple[str, tuple[LineRange, ...]], ...]
    """Each file of a source to its lines with text, from the lock."""
    partly: tuple[tuple[str, tuple[LinePart, ...]], ...]
    """Each file to its lines of which quotes leave sentences out."""
    entries: tuple[UsageEntry, ...]
    reasons: tuple[str, ...]
    """The reasons that may be given, by name."""
    place: tuple[str, int]
    """Page and line of the directive."""

    def look(self, items: Items) -> SourceUsage:
        """Return the use of every line."""
        item = items.by_id.get(self.source)
        file = item.value(self.settings.file) if item else None
        if item is None or not file:
            return SourceUsage(None)
        text = dict(self.texts).get(file, ())
        with_text = [n for first, last in text for n in range(first, last + 1)]
        uses, there = self._uses(items, file), set(with_text)
        return SourceUsage(
            item.label,
            tuple(
                _join_rows((number, uses.get(number, LineUse())) for number in with_text)
            ),
            outside=tuple(
                x
                for x in self.entries
                if not all(there & set(range(a, b + 1)) for a, b in x.ranges)
            ),
            unknown=tuple(
                (entry, name)
                for entry in self.entries
                for name in entry.names
                if not (name in self.reasons or name in items.by_id or name[0] == "/")
            ),
        )

    def _uses(self, items: Items, file: str) -> Mapping[int, LineUse]:
        parts = dict(self.partly).get(file, ())
        partly = {line: (part, whole) for line, part, whole in parts}
        quoted, quoting = _quoted_lines(read_quotes(items, self.settings), file)
        told, pages, reasons = _by_line(), _by_line(), _by_line()
        for entry in self.entries:
            for name in entry.names:
                of_page = name[0] == "/"
                kind = reasons if name in self.reasons else pages if of_page else told
                for number in _numbers(entry.ranges):
                    kind[number].add(name[1:] if of_page else name)
        return {
            number: LineUse(
                _labels(items, quoted[number]),
                _labels(items, told[number]),
                tuple(sorted(pages[number])),
                tuple(sorted(reasons[number])),
                tuple(sorted(quoting[number])),
                partly.get(number),
            )
            for number in {*quoted, *told, *pages, *reasons, *quoting}
        }


_ByLine = defaultdict[int, set[str]]
"""Names by the number of a line."""


def _by_line() -> _ByLine:
    return defaultdict(set)


def _quoted_lines(quotes: Iterable[Quote], file: str) -> tuple[_ByLine, _ByLine]:
    """Return the needs that quote each line, and the pages that do in their prose."""
    needs, pages = _by_line(), _by_line()
    for quote in quotes:
        place = quote.place
        if place is None or place.file != file:
            continue
        for number in range(place.first, place.last + 1):
            if not quote.on_page:
                needs[number].add(quote.id)
            elif quote.field == QUOTE_ROLE:
                pages[number].add(quote.id[1:])
    return needs, pages


def _labels(items: Items, ids: Collection[str]) -> tuple[Label, ...]:
    return tuple(item.label for item in items.get(sorted(ids, key=natural_key)))


def _numbers(ranges: Iterable[LineRange]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


def _join_rows(lines: Iterable[tuple[int, LineUse]]) -> Iterator[UsageRow]:
    for use, same in groupby(lines, key=itemgetter(1)):
        numbers = [number for number, _use in same]
        yield UsageRow((numbers[0], numbers[-1]), len(numbers), use)
