"""The events of a timeline, as a pure function of the needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.model import natural_key
from needs_sources.timelines.dates import Span, read_span

if TYPE_CHECKING:
    from needs_core.model import Items, Label


@dataclass(frozen=True, slots=True)
class Event:
    """A need with a date."""

    number: int
    label: Label
    span: Span
    facts: tuple[str, ...]
    """The values of the fields asked for, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events in order of time, and what has no date."""

    events: tuple[Event, ...]
    undated: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Needs of some types, those where a field has a value, by one date field."""

    types: tuple[str, ...]
    date: str
    fields: tuple[str, ...] = ()
    where: tuple[str, tuple[str, ...]] | None = None

    def look(self, items: Items) -> Timeline:
        """Return the events, the earliest first; of two at once, the shorter one."""
        chosen = [item for name in self.types for item in items.of_type(name)]
        if self.where:
            field, wanted = self.where
            chosen = [item for item in chosen if item.value(field) in wanted]
        dated = [
            (span, item)
            for item in chosen
            if (span := read_span(item.value(self.date) or ""))
        ]
        dated.sort(key=lambda x: (x[0].start, x[0].end, natural_key(x[1].id)))
        ids = {item.id for _span, item in dated}
        return Timeline(
            tuple(
                Event(n, x.label, span, tuple(x.value(f) or "" for f in self.fields))
                for n, (span, x) in enumerate(dated, start=1)
            ),
            tuple(item.label for item in chosen if item.id not in ids),
        )
