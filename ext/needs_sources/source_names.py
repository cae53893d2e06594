"""Places in sources as readers see them: a name and lines, never a file. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.model import Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.source_text import LineRange, QuotePlace


@dataclass(frozen=True, slots=True)
class SourceName:
    """What readers call a source, and its need."""

    name: str
    label: Label


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Lines of a source under its name."""

    source: SourceName | None
    """``None``: no source has the file, or the id."""
    written: str
    """What the author named in its place: the file, or the id."""
    ranges: tuple[LineRange, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class SourceNames:
    """The name of every source that names a file."""

    by_id: Mapping[str, SourceName]
    by_file: Mapping[str, SourceName]

    def place(self, place: QuotePlace) -> NamedPlace:
        """Return a place for readers."""
        lines = ((place.first, place.last),)
        return NamedPlace(self.by_file.get(place.file), place.file, lines, place.where)


@dataclass(frozen=True, slots=True)
class SourceNamesView:
    """The names of the sources: from the field of the settings, else their titles."""

    settings: SourceSettings

    def look(self, items: Items) -> SourceNames:
        """Return the names."""
        by_id, by_file = dict[str, SourceName](), dict[str, SourceName]()
        for item in items.of_type(self.settings.type):
            file = item.value(self.settings.file)
            if file and not item.external:
                named = SourceName(item.value(self.settings.name) or item.title, item.label)
                by_id[item.id] = by_file[file] = named
        return SourceNames(by_id, by_file)
