"""Who is named in the quotes of which needs, and how often in a source. No Sphinx.

A need, as an actor or a group, lists the words it is named by, every form of them. It is
mentioned in a need whose quote holds one of them as a whole word; what the project writes
in its own words is not counted. Words are counted in the text of the source itself when the
lock is written, and not in the quotes the project has chosen: a zero is a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.lock import LockedWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.items import Item, Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.source_text import LineRange, SourceText


@dataclass(frozen=True, slots=True)
class Mention:
    """A need that names somebody: where, and its quote cut at the words."""

    label: Label
    pieces: tuple[tuple[str, bool], ...]
    """Text, and whether it is the word that was looked for."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One who may be mentioned, and the needs of each column that do so."""

    label: Label
    cells: tuple[tuple[Label, ...], ...]
    outside: tuple[Label, ...]
    """Needs that mention them and belong to no column."""

    @property
    def empty(self) -> bool:
        """Whether no need mentions them, in a column or outside."""
        return not any(self.cells) and not self.outside


@dataclass(frozen=True, slots=True)
class MentionMatrix:
    """Everyone against every column."""

    columns: tuple[Label, ...]
    rows: tuple[MentionRow, ...]


def listed_words(item: Item, field: str) -> tuple[str, ...]:
    """Return the words an item is named by, in their order, each once."""
    listed = (item.value(field) or "").replace(";", ",").split(",")
    return tuple(dict.fromkeys(word.strip() for word in listed if word.strip()))


def name_pattern(item: Item, field: str) -> re.Pattern[str] | None:
    """Return a pattern of the words an item is named by; ``None``: it lists none."""
    words = listed_words(item, field)
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MentionMatrixView:
    """``rows`` against ``columns``, counted in the quotes of the types ``within``.

    A need belongs to a column when it is that column, or is linked with it.
    """

    rows: str
    columns: str
    within: tuple[str, ...]
    words: str
    quote: str

    def look(self, items: Items) -> MentionMatrix:
        """Return the matrix."""
        columns = items.of_type(self.columns)
        places = [item for name in self.within for item in items.of_type(name)]
        belongs = {item.id: {item.id, *items.linked_ids(item)} for item in places}

        def row(item: Item) -> MentionRow:
            pattern = name_pattern(item, self.words)
            found = [
                x for x in places if pattern and pattern.search(x.value(self.quote) or "")
            ]
            cells = tuple(
                tuple(x.label for x in found if column.id in belongs[x.id])
                for column in columns
            )
            inside = {label.id for cell in cells for label in cell}
            outside = tuple(x.label for x in found if x.id not in inside)
            return MentionRow(item.label, cells, outside)

        rows = tuple(row(item) for item in items.of_type(self.rows))
        return MentionMatrix(tuple(item.label for item in columns), rows)


@dataclass(frozen=True, slots=True)
class MentionsView:
    """Every need whose quote mentions one need, by type in the order of ``within``."""

    id: str
    within: tuple[str, ...]
    words: str
    quote: str

    def look(self, items: Items) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
        """Return the types with their mentions; a type without any has none."""
        item = items.by_id.get(self.id)
        pattern = name_pattern(item, self.words) if item else None
        return tuple(
            (name, tuple(_mentions(items.of_type(name), pattern, self.quote)))
            for name in self.within
        )


def _mentions(
    places: tuple[Item, ...], pattern: re.Pattern[str] | None, field: str
) -> Iterator[Mention]:
    for item in places:
        quote = item.value(field) or ""
        pieces, at = [], 0
        for found in pattern.finditer(quote) if pattern else ():
            pieces += [(quote[at : found.start()], False), (found[0], True)]
            at = found.end()
        if pieces:
            pieces.append((quote[at:], False))
            yield Mention(item.label, tuple(piece for piece in pieces if piece[0]))


def find_words(
    items: Items, settings: SourceSettings, texts: Mapping[str, SourceText]
) -> Iterator[LockedWords]:
    """Yield where the words of each need stand in each text; also where they do not."""
    for item in items:
        words = listed_words(item, settings.words)
        if item.external or not words:
            continue
        for file in sorted(texts):
            lines = texts[file].lines_of(words)
            yield LockedWords(item.id, file, ", ".join(words), " ".join(map(str, lines)))


@dataclass(frozen=True, slots=True)
class WordCountRow:
    """The counts of one need."""

    label: Label
    counts: tuple[int, ...] | None
    """One for each chapter, and last for the rest of the source; ``None``: not counted."""


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of every need of a type, in one source."""

    source: Label | None
    """``None`` where the need does not exist or names no file."""
    chapters: tuple[Label, ...] = ()
    rows: tuple[WordCountRow, ...] = ()


@dataclass(frozen=True, slots=True)
class WordCountView:
    """``rows`` against the chapters of one source."""

    rows: str
    """The need type."""
    source: str
    settings: SourceSettings
    chapters: tuple[tuple[str, tuple[LineRange, ...]], ...]
    """The need a chapter is about, and its lines."""
    locked: tuple[LockedWords, ...]
    ids: tuple[str, ...] = ()
    """The needs that are counted; none: all of the type."""

    def look(self, items: Items) -> WordCounts:
        """Return the counts, in natural order of the needs."""
        source = items.by_id.get(self.source)
        file = source.value(self.settings.file) if source else None
        if source is None or not file:
            return WordCounts(None)
        known = [(items.by_id[x].label, y) for x, y in self.chapters if x in items.by_id]
        found = {(x.id, x.words): x.lines for x in self.locked if x.file == file}

        def counts(id_: str, words: tuple[str, ...]) -> tuple[int, ...] | None:
            lines = found.get((id_, ", ".join(words)))
            if lines is None:
                return None
            numbers = [int(number) for number in lines.split()]
            of_chapters = tuple(
                sum(any(a <= n <= b for a, b in ranges) for n in numbers)
                for _label, ranges in known
            )
            return (*of_chapters, len(numbers) - sum(of_chapters))

        return WordCounts(
            source.label,
            tuple(label for label, _ranges in known),
            tuple(
                WordCountRow(item.label, counts(item.id, words))
                for item in items.of_type(self.rows)
                if (not self.ids or item.id in self.ids)
                and (words := listed_words(item, self.settings.words))
            ),
        )
