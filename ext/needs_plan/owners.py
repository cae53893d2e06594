"""Owners, and the days that concern them: what is open, what it waits for, by when.

The days are deadlines, milestones and follow-ups. No Sphinx.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from needs_core.dates import read_day
from needs_core.follow_ups import is_follow_up
from needs_core.items import natural_key
from needs_core.milestones import milestones_of
from needs_plan.table import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from needs_core.core_settings import FollowUpFields, MilestoneFields
    from needs_core.dates import HalfYear
    from needs_core.items import Item, Items, Label
    from needs_plan.table import PlanRules

OPEN = (Standing.OVERDUE, Standing.UNDECIDED, Standing.DUE, Standing.LATER)
"""The standings of what is open, in the order of haste."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One who is responsible, as the fields of the needs name it."""

    name: str
    """Empty: what nobody is stated to be responsible for."""
    counts: tuple[tuple[Standing, int], ...]
    """How many of the needs that act are in each standing; each has its count."""
    followed_up: HalfYear | None
    """When any of them was last followed up."""
    others: tuple[Label, ...] = ()
    """Needs of other types it is responsible for, as goals."""

    def count(self, standing: Standing) -> int:
        """Return how many are in a standing."""
        return dict(self.counts)[standing]

    @property
    def open(self) -> int:
        """Return how many are neither done nor given up."""
        return sum(count for standing, count in self.counts if standing in OPEN)


@dataclass(frozen=True, slots=True)
class OwnersSpec:
    """All owners of a plan; a view. What has none comes last."""

    type: str
    """The need type that acts."""
    rules: PlanRules

    def look(self, items: Items) -> tuple[Owner, ...]:
        """Return the owners in the order of their names."""
        owned: dict[str, list[Item]] = {}
        for item in items:
            if items.is_retired(item):
                continue
            owners = self.rules.owners(item)
            for owner in owners or (("",) if item.type == self.type else ()):
                owned.setdefault(owner, []).append(item)
        names = sorted(owned, key=lambda name: (not name, natural_key(name.casefold())))
        followed_up = self.rules.followed_up(items)
        return tuple(self._owner(name, owned[name], followed_up) for name in names)

    def _owner(
        self, name: str, owned: Iterable[Item], followed_up: Mapping[str, HalfYear]
    ) -> Owner:
        actions = [item for item in owned if item.type == self.type]
        found = Counter(self.rules.standing(item) for item in actions)
        halves = (followed_up[x.id] for x in actions if x.id in followed_up)
        others = tuple(x.label for x in owned if x.type != self.type)
        counts = tuple((standing, found[standing]) for standing in Standing)
        return Owner(name, counts, max(halves, default=None), others)


class DayKind(Enum):
    """What is due on a day; the values stand in the ids of calendar entries."""

    DEADLINE = "deadline"
    MILESTONE = "milestone"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which something of a need is due."""

    day: date
    kind: DayKind
    label: Label
    owners: tuple[str, ...]
    """Whom it concerns."""
    text: str = ""
    """What a milestone says, or the forum of a follow-up."""


@dataclass(frozen=True, slots=True)
class DueDaysSpec:
    """All days of a plan; a view. What is done, given up or retired is due no more."""

    type: str
    """The need type that acts."""
    rules: PlanRules
    milestones: MilestoneFields
    follow_ups: FollowUpFields

    def look(self, items: Items) -> tuple[DueDay, ...]:
        """Return the days in their order."""
        found = (x for item in items for x in self._days(item, items))
        order = {kind: number for number, kind in enumerate(DayKind)}
        return tuple(
            sorted(found, key=lambda x: (x.day, order[x.kind], natural_key(x.label.id)))
        )

    def _days(self, item: Item, items: Items) -> Iterator[DueDay]:
        if items.is_retired(item):
            return
        if is_follow_up(item, self.follow_ups):
            yield from self._meeting(item, items)
        elif item.type == self.type and self.rules.is_open(item):
            owners = self.rules.owners(item)
            end = read_day(item.value(self.rules.end)) if self.rules.end else None
            if end:
                yield DueDay(end, DayKind.DEADLINE, item.label, owners)
            for x in milestones_of(item, self.milestones):
                if not x.reached:
                    yield DueDay(x.day, DayKind.MILESTONE, item.label, owners, x.text)

    def _meeting(self, item: Item, items: Items) -> Iterator[DueDay]:
        """Yield the day of a follow-up, which concerns the owners of what it is about."""
        names = self.follow_ups
        if day := read_day(item.value(names.date)) if names.date else None:
            targets = items.get(item.links.get(names.link, ()))
            owners = {x: None for one in targets for x in self.rules.owners(one)}
            forum = item.value(names.forum) or "" if names.forum else ""
            yield DueDay(day, DayKind.FOLLOW_UP, item.label, tuple(owners), forum)


def concerning(days: tuple[DueDay, ...], owner: str) -> tuple[DueDay, ...]:
    """Return the days that concern an owner."""
    return tuple(x for x in days if owner in x.owners)
