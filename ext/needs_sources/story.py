"""Stories: a need from the words of its source to what was done. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_sources.references import NamedPlace, SourceNamesView
from needs_sources.source_text import read_place
from needs_sources.variants import VariantsView, VersionDifference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.items import Item, Items, Label
    from needs_sources.config import SourceSettings, StoryStep


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A need at a step, with its date where the step is ordered by one."""

    label: Label
    date: str


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What one step shows in one story."""

    step: StoryStep
    quote: str = ""
    place: NamedPlace | None = None
    differences: tuple[VersionDifference, ...] = ()
    entries: tuple[StoryEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedStory:
    """The story of one need."""

    label: Label
    parts: tuple[StoryPart, ...]


@dataclass(frozen=True, slots=True)
class StoriesView:
    """The stories of some needs: named, or of a type, or those linked with another."""

    settings: SourceSettings
    steps: tuple[StoryStep, ...]
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    linked: str = ""

    def look(self, items: Items) -> tuple[NeedStory, ...]:
        """Return the stories: in the order of the ids, or in natural order."""
        chosen = items.get(self.ids) if self.ids else self._of_types(items)
        return tuple(
            NeedStory(item.label, tuple(self._part(x, item, items) for x in self.steps))
            for item in chosen
        )

    def _of_types(self, items: Items) -> Iterator[Item]:
        for name in self.types:
            for item in items.of_type(name):
                if not self.linked or self.linked in items.linked_ids(item):
                    yield item

    def _part(self, step: StoryStep, item: Item, items: Items) -> StoryPart:
        if step.show == "quote":
            quote = item.value(self.settings.quote) or ""
            place = read_place(item.value(self.settings.place) or "")
            names = items.look(SourceNamesView(self.settings))
            return StoryPart(step, quote, names.place(place) if place else None)
        if step.show == "variants":
            view = VariantsView(self.settings, item.id)
            return StoryPart(step, differences=view.look(items))
        entries = (
            (reached.value(step.by) or "" if step.by else "", reached)
            for reached in _reached(item.id, step, items)
        )
        in_order = sorted(entries, key=lambda x: (x[0], items.places[x[1].id]))
        return StoryPart(
            step, entries=tuple(StoryEntry(x.label, date) for date, x in in_order)
        )


def _reached(start: str, step: StoryStep, items: Items) -> Iterator[Item]:
    """Yield the needs that the ways of a step lead to, other than where they start."""
    found: set[str] = set()
    for way in step.ways:
        here = {start}
        for link in way:
            here = {y for x in items.get(here) for y in items.linked_ids(x, (link,))}
        found |= here
    for item in items.get(found - {start}):
        if not step.types or item.type in step.types:
            yield item
