"""Milestones of a need, as its author writes them in one field.

Each entry is a day, a colon and what is to be reached; a semicolon stands between two. One
that is reached says so behind its last comma, and when, if that is known::

    :milestones: 2027-03-31: It is ordered, reached 2027-03-20; 2027-09-01: It hangs

No Sphinx here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import DayUse, build_day, read_day
from needs_core.items import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from needs_core.core_settings import MilestoneFields
    from needs_core.items import Item, Items, Label

_ENTRY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s*:\s*(.*\S)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One entry of the field."""

    day: date
    text: str
    reached: bool = False
    reached_on: date | None = None
    """``None``: not reached, or it is not stated when."""

    def is_overdue(self, at: date) -> bool:
        """Tell whether its day has passed, and it is not reached."""
        return not self.reached and self.day < at


@dataclass(frozen=True, slots=True)
class NeedMilestones:
    """The milestones of one need, by their days."""

    label: Label
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """The milestones of the needs that hold, or of one need; a view."""

    names: MilestoneFields
    id: str | None = None

    def look(self, items: Items) -> tuple[tuple[NeedMilestones, ...], date]:
        """Return those of each need that has any, and the day they are compared with."""
        wanted = items.all if self.id is None else items.get([self.id])
        found = (
            NeedMilestones(item.label, milestones_of(item, self.names))
            for item in wanted
            if self.id is not None or not items.is_retired(item)
        )
        shown = tuple(x for x in found if x.milestones)
        if any(not one.reached for x in shown for one in x.milestones):
            DayUse.note()
        return shown, build_day()


def milestones_of(item: Item, names: MilestoneFields) -> tuple[Milestone, ...]:
    """Return the milestones of a need, by their days; what cannot be read is left out."""
    read = (read_milestone(entry, names) for entry in entries(item, names))
    return tuple(sorted((x for x in read if x), key=lambda x: x.day))


def entries(item: Item, names: MilestoneFields) -> Iterator[str]:
    """Yield what is written of each milestone of a need."""
    text = item.value(names.field) if names.field else None
    for entry in (text or "").split(SEPARATOR):
        if one := " ".join(entry.split()):
            yield one


def read_milestone(entry: str, names: MilestoneFields) -> Milestone | None:
    """Return what is written as a milestone; ``None`` where it is none.

    >>> from needs_core.core_settings import MilestoneFields
    >>> names = MilestoneFields("milestones", "reached")
    >>> found = read_milestone("2027-03-31: Ordered, and paid, reached 2027-03-20", names)
    >>> found.text, found.reached, str(found.reached_on)
    ('Ordered, and paid', True, '2027-03-20')
    """
    written = _ENTRY.fullmatch(entry)
    day = read_day(written[1]) if written else None
    if written is None or day is None:
        return None
    text, _comma, last = written[2].rpartition(",")
    word, _space, when = last.strip().partition(" ")
    if not names.reached or word != names.reached or not text.strip():
        return Milestone(day, written[2])
    if when and read_day(when) is None:
        return None
    return Milestone(day, text.strip(), True, read_day(when))
