"""The differences a page shows, as a pure function of the needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.quotes.gathering import quotes
from needs_sources.variants.comparing import Compared, Piece, compare, marked, nearest

if TYPE_CHECKING:
    from needs_core.model import Item, Items, Label
    from needs_sources.quotes.gathering import Quote
    from needs_sources.settings import Settings


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one version."""

    version: str
    """The field it stands in, which names the version."""
    where: str
    lines: str
    pieces: tuple[Piece, ...]
    compared: Compared | None
    """``None`` for the version the others are compared with, and where there is none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A need that holds the wordings of several versions."""

    label: Label
    wordings: tuple[Wording, ...]
    base: str
    """The version the others are compared with."""
    absent: tuple[str, ...]
    """The versions that do not have it."""


@dataclass(frozen=True, slots=True)
class VariantsView:
    """The differences of one need, or of all."""

    settings: Settings
    id: str = ""
    """A need that holds wordings, or one that such needs are linked with."""

    def look(self, items: Items) -> tuple[Difference, ...]:
        """Return the differences, in natural order."""
        fields = {name for name, _source in self.settings.wordings}
        holders = [item for item in items if fields & set(item.fields)]
        if self.id:
            holders = [item for item in holders if _concerns(item, self.id)]
        ids = {item.id for item in holders}
        found: dict[str, list[Quote]] = {}
        for quote in quotes(items, self.settings):
            if quote.id in ids and quote.field in fields:
                found.setdefault(quote.id, []).append(quote)
        return tuple(
            difference(item.label, found.get(item.id, []), self.settings)
            for item in holders
        )


def _concerns(item: Item, need_id: str) -> bool:
    return item.id == need_id or any(need_id in ids for ids in item.links.values())


def difference(label: Label, found: list[Quote], settings: Settings) -> Difference:
    """Compare the wordings of one need."""
    versions = [name for name, _source in settings.wordings]
    there = {quote.field for quote in found}
    order = [settings.compare_with, *versions] if settings.compare_with else versions
    base = next((name for name in order if name in there), "")
    bases = [quote.text for quote in found if quote.field == base]
    others = [quote.text for quote in found if quote.field != base]

    def wording(quote: Quote) -> Wording:
        lines = quote.place.lines if quote.place else ""
        if quote.field == base:
            near = [x for x in others if nearest(x, bases) == quote.text]
            pieces, compared = marked(quote.text, near), None
        else:
            compared = compare(quote.text, nearest(quote.text, bases))
            pieces = compared.pieces
        return Wording(quote.field, quote.where, lines, pieces, compared)

    ordered = sorted(found, key=lambda quote: versions.index(quote.field))
    absent = tuple(name for name in versions if name not in there)
    return Difference(label, tuple(wording(x) for x in ordered), base, absent)
