"""Sources by name, and references to their lines in the prose of pages. No Sphinx.

Readers see a name and lines, never a file. A reference names sources by the ids of their
needs, each with its lines, and the words that stand there::

    D_A 3-5; D_B 9 (in the preface): Every door shall have a handle.

Words that are not shown may leave some out (`` … ``) or say several forms (`` | ``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.source_text import LineRange, parse_ranges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.items import Items, Label
    from needs_sources.config import SourceSettings
    from needs_sources.source_text import QuotePlace


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


QUOTE_ROLE, LINES_ROLE = "source-quote", "source-lines"
"""The role that shows the words and their places, and the one that shows the places."""

EXTRA = "needs_sources"
"""The key of the references in the prose of all pages, in ``Items.extra``."""

_PART = re.compile(
    r"\s*(?P<source>[^\s;:]+)\s+(?P<lines>[\d\s,–-]*\d)(?:\s+\((?P<where>[^()]+)\))?\s*"
)


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    """Lines of one source."""

    source: str
    """The id of its need."""
    ranges: tuple[LineRange, ...]
    where: str = ""
    """What the author says of the place: in the preface, in a heading."""


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A reference on a page; as a view, its places under the names of the sources."""

    role: str
    places: tuple[ReferencePlace, ...]
    words: str
    docname: str
    line: int
    settings: SourceSettings

    def look(self, items: Items) -> tuple[NamedPlace, ...]:
        """Return the places as readers see them."""
        names = items.look(SourceNamesView(self.settings)).by_id
        return tuple(
            NamedPlace(names.get(place.source), place.source, place.ranges, place.where)
            for place in self.places
        )


def parse_reference(text: str) -> tuple[tuple[ReferencePlace, ...], str] | None:
    """Read places and words; ``None`` when it is no reference.

    >>> parse_reference("D_A 3-5; D_B 9 (top): To be")
    ((ReferencePlace(source='D_A', ranges=((3, 5),), where=''), \
ReferencePlace(source='D_B', ranges=((9, 9),), where='top')), 'To be')
    """
    head, colon, words = text.partition(":")
    places = []
    for part in head.split(";"):
        found = _PART.fullmatch(part)
        ranges = parse_ranges(found["lines"]) if found else None
        if found is None or ranges is None:
            return None
        places.append(ReferencePlace(found["source"], ranges, found["where"] or ""))
    words = " ".join(words.split())
    return (tuple(places), words) if colon and words else None
