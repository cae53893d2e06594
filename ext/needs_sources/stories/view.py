"""What the stories of a page tell, as a pure function of the needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import natural_key
from needs_sources.variants.view import Difference, VariantsView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.model import Item, Items, Label
    from needs_sources.settings import Settings
    from needs_sources.stories.steps import Step


@dataclass(frozen=True, slots=True)
class Entry:
    """A need at a step: with its quote and its date, where there are any."""

    label: Label
    quote: str
    date: str


@dataclass(frozen=True, slots=True)
class Told:
    """One step of one story."""

    step: Step
    quote: str = ""
    place: str = ""
    differences: tuple[Difference, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The story of one need."""

    label: Label
    steps: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class StoriesView:
    """The stories of some needs: named, or of a type, or those linked with another."""

    settings: Settings
    steps: tuple[Step, ...]
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    linked: str = ""

    def look(self, items: Items) -> tuple[Story, ...]:
        """Return the stories: in the order of the ids, or in natural order."""
        chosen = items.get(self.ids) if self.ids else tuple(self._of_types(items))
        return tuple(self._story(item, items) for item in chosen)

    def _of_types(self, items: Items) -> Iterable[Item]:
        for name in self.types:
            for item in items.of_type(name):
                if not self.linked or self.linked in _neighbours(item.id, items, None):
                    yield item

    def _story(self, item: Item, items: Items) -> Story:
        return Story(item.label, tuple(self._told(x, item, items) for x in self.steps))

    def _told(self, step: Step, item: Item, items: Items) -> Told:
        if step.show == "quote":
            quote = item.value(self.settings.quote) or ""
            return Told(step, quote, item.value(self.settings.place) or "")
        if step.show == "variants":
            found = VariantsView(self.settings, item.id).look(items)
            return Told(step, differences=found)
        reached = _reached(item.id, step, items)

        def order(one: Item) -> tuple[object, ...]:
            return (one.value(step.by) or "" if step.by else "", natural_key(one.id))

        return Told(
            step,
            entries=tuple(
                Entry(
                    x.label,
                    x.value(self.settings.quote) or "",
                    (x.value(step.by) or "") if step.by else "",
                )
                for x in sorted(reached, key=order)
            ),
        )


def _reached(start: str, step: Step, items: Items) -> list[Item]:
    """Follow every way of a step, and keep what it ends at."""
    found: set[str] = set()
    for way in step.ways:
        here = {start}
        for link in way:
            here = {y for x in here for y in _neighbours(x, items, link)}
        found |= here
    found.discard(start)
    return [x for x in items.get(sorted(found)) if not step.types or x.type in step.types]


def _neighbours(need_id: str, items: Items, link: str | None) -> set[str]:
    """Return what a need is linked with, either way, over one link type or any."""
    out = items.by_id[need_id].links if need_id in items.by_id else {}
    back = items.incoming.get(need_id, {})
    names = {*out, *back} if link is None else {link}
    return {x for name in names for x in (*out.get(name, ()), *back.get(name, ()))}
