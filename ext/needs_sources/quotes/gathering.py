"""Every quote of every need, as plain values. Knows no Sphinx."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.quotes.text import Place, read_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Item, Items
    from needs_sources.settings import Settings


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in a need as those of a source."""

    id: str
    """The need."""
    field: str
    text: str
    written: str
    """The place as the author wrote it."""
    place: Place | None
    """The place as it was read; ``None`` when it is missing or cannot be read."""
    where: str = ""
    """What the author says of the place: on the cover, in a heading."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the words, sign for sign."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A source: the need, its file and the checksum its author wrote."""

    id: str
    file: str
    checksum: str


def sources(items: Items, settings: Settings) -> tuple[Source, ...]:
    """Return the sources that name a file, in natural order."""
    return tuple(
        Source(item.id, file, item.value(settings.checksum) or "")
        for item in items.of_type(settings.type)
        if not item.external and (file := item.value(settings.file))
    )


def quotes(items: Items, settings: Settings) -> tuple[Quote, ...]:
    """Return every quote of the project's own needs, in natural order of the needs."""
    files = {source.id: source.file for source in sources(items, settings)}
    return tuple(
        quote
        for item in items
        if not item.external
        for quote in (*_own(item, settings), *_wordings(item, settings, files))
    )


def _own(item: Item, settings: Settings) -> Iterator[Quote]:
    text, place = item.value(settings.quote), item.value(settings.place)
    if text or place:
        read = read_place(place) if place else None
        yield Quote(item.id, settings.quote, text or "", place or "", read)


_WORDING = re.compile(
    r"\w+\s+(?P<lines>\d+(?:\s*[-–]\s*\d+)?)(?:\s+\((?P<where>[^)]*)\))?:\s+(?P<text>.+)"
)


def _wordings(item: Item, settings: Settings, files: dict[str, str]) -> Iterator[Quote]:
    """Yield what ``lines 3-5 (on the cover): words | line 9: other words`` holds."""
    for name, source in settings.wordings:
        for part in (item.value(name) or "").split(" | "):
            if not part.strip():
                continue
            found = _WORDING.fullmatch(part.strip())
            file = files.get(source, source)
            if found is None:
                yield Quote(item.id, name, part.strip(), part.strip(), None)
                continue
            place = read_place(f"{file}, l {found['lines']}")
            where = found["where"] or ""
            yield Quote(item.id, name, found["text"], part.strip(), place, where)
