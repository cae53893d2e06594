"""Wordings of several versions of a source, compared word by word. No Sphinx.

No version is taken for the right one: one is only what the others are compared with.
Capitals and bullets do not count; every other character does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.word_diff import (
    DiffPiece,
    WordingDiff,
    compare_wordings,
    mark_missing_words,
    most_similar,
)
from needs_sources.quotes import Quote, read_quotes
from needs_sources.source_text import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.items import Items, Label
    from needs_sources.config import SourceSettings


@dataclass(frozen=True, slots=True)
class VersionWording:
    """One wording of one version."""

    version: str
    """The field it stands in, which names the version."""
    where: str
    lines: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """A need that holds the wordings of several versions."""

    label: Label
    wordings: tuple[VersionWording, ...]
    """In the order of the configured versions."""
    base: str
    """The version the others are compared with."""
    absent: tuple[str, ...]
    """The versions that do not have it."""


@dataclass(frozen=True, slots=True)
class ComparedWording:
    """A wording with the words marked that differ from other versions."""

    wording: VersionWording
    pieces: tuple[DiffPiece, ...]
    """Of the base, what another version lacks is ``DELETED``; of the others, what the
    base lacks is ``INSERTED``."""
    diff: WordingDiff | None
    """``None`` for the base."""


@dataclass(frozen=True, slots=True)
class VariantsView:
    """The differences of one need, or of all. Compared only where they are drawn."""

    settings: SourceSettings
    id: str = ""
    """A need that holds wordings, or one that such needs are linked with."""

    def look(self, items: Items) -> tuple[VersionDifference, ...]:
        """Return the differences, in natural order of the needs that hold them."""
        found = items.look(_DifferencesView(self.settings))
        return found.by_need.get(self.id, ()) if self.id else found.all


@dataclass(frozen=True, slots=True)
class _DifferenceIndex:
    all: tuple[VersionDifference, ...]
    by_need: Mapping[str, tuple[VersionDifference, ...]]
    """The id of a need that holds wordings, or that such a need links to."""


@dataclass(frozen=True, slots=True)
class _DifferencesView:
    """Every difference; ``seen`` gathers them once per build."""

    settings: SourceSettings

    def look(self, items: Items) -> _DifferenceIndex:
        fields = {name for name, _source in self.settings.wordings}
        quotes: dict[str, list[Quote]] = defaultdict(list)
        for quote in read_quotes(items, self.settings):
            if quote.field in fields:
                quotes[quote.id].append(quote)
        differences = []
        by_need: dict[str, list[VersionDifference]] = defaultdict(list)
        for item in items:
            if fields & set(item.fields):
                found = _difference(item.label, quotes.get(item.id, ()), self.settings)
                differences.append(found)
                linked = (target for ids in item.links.values() for target in ids)
                for need_id in dict.fromkeys((item.id, *linked)):
                    by_need[need_id].append(found)
        index = {need_id: tuple(found) for need_id, found in by_need.items()}
        return _DifferenceIndex(tuple(differences), index)


def _difference(
    label: Label, quotes: Iterable[Quote], settings: SourceSettings
) -> VersionDifference:
    versions = [name for name, _source in settings.wordings]
    wordings = [
        VersionWording(x.field, x.place.where, x.place.lines, x.text)
        if x.place
        else VersionWording(x.field, "", "", x.text)
        for x in quotes
    ]
    there = {wording.version for wording in wordings}
    order = [settings.compare_with, *versions] if settings.compare_with else versions
    return VersionDifference(
        label,
        tuple(sorted(wordings, key=lambda wording: versions.index(wording.version))),
        next((name for name in order if name in there), ""),
        tuple(name for name in versions if name not in there),
    )


def compare_versions(difference: VersionDifference) -> tuple[ComparedWording, ...]:
    """Compare the wordings of a need with its base, each with the most similar one."""
    texts = {wording: normalize(wording.text) for wording in difference.wordings}
    bases = [text for x, text in texts.items() if x.version == difference.base]
    others = [text for x, text in texts.items() if x.version != difference.base]

    def compared(wording: VersionWording) -> ComparedWording:
        text = texts[wording]
        if wording.version == difference.base:
            near = [other for other in others if most_similar(other, bases) == text]
            return ComparedWording(wording, mark_missing_words(text, near), None)
        diff = compare_wordings(text, most_similar(text, bases))
        return ComparedWording(wording, diff.pieces, diff)

    return tuple(compared(wording) for wording in difference.wordings)
