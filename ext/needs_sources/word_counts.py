"""How often the words of a need stand in a source, chapter by chapter. No Sphinx.

Counted in the text itself when the lock is written, and not in the quotes the project has
chosen: a zero is a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.lock import LockedWords
from needs_sources.mentions import listed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_core.model import Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.source_text import LineRange, SourceText


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
