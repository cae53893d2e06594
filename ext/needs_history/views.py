"""What the directives of this extension show, as views of the needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_history.core.changes import Changes, compare
from needs_history.core.counting import Pace, Point, Upkeep, pace, point, upkeep
from needs_history.core.following import Around, FollowUp, around, follow_ups, of_item
from needs_history.core.history import of
from needs_history.core.package import Package, package

if TYPE_CHECKING:
    from needs_core.model import Items, Label
    from needs_history.core.confirming import LinkState
    from needs_history.core.halfyear import HalfYear

NOW = "now"
"""How an author names the state of the pages themselves."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A link whose wording changed, with both its ends."""

    source: Label
    target: Label
    link: LinkState


@dataclass(frozen=True, slots=True)
class OfNeed:
    """What is told of a need below its text: its follow-ups, its suspect links."""

    id: str

    def look(self, items: Items) -> tuple[bool, tuple[FollowUp, ...], tuple[Suspect, ...]]:
        """Return whether its type is followed up, and both."""
        history = of(items)
        item = items.by_id.get(self.id)
        if item is None:
            return False, (), ()
        plan = history.settings.plan
        found = of_item(items, history.settings, history.today, self.id)
        expected = bool(history.settings.follow_ups.type) and item.type in {
            *(x for x in (plan.items, plan.goals) if x)
        }
        return expected, found, _suspects(items, history.by_end.get(self.id, ()))


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed from one snapshot to another, or to the pages."""

    old: str = ""
    """A half-year; nothing: the last snapshot before ``new``."""
    new: str = NOW

    def look(self, items: Items) -> Changes | None:
        """Return the changes; ``None`` where there is nothing to compare with."""
        history = of(items)
        new = history.now(items) if self.new == NOW else history.snapshot(self.new)
        if new is None:
            return None
        if self.old:
            old = history.snapshot(self.old)
        elif self.new == NOW:
            old = history.snapshots[-1] if history.snapshots else None
        else:
            old = history.before(new.name)
        if old is None:
            return None
        return compare(old, new, history.settings, "" if self.new == NOW else None)


@dataclass(frozen=True, slots=True)
class Trend:
    """States and coverage at every snapshot and today."""

    def look(self, items: Items) -> tuple[Point, ...]:
        """Return a point for each."""
        history = of(items)
        return (
            *(point(x.items, history.settings, x.title) for x in history.snapshots),
            point(items, history.settings, ""),
        )


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a field at every snapshot and today, for each need of a type."""

    type: str
    field: str
    unit: str = ""
    """The field that names the unit."""

    def look(
        self, items: Items
    ) -> tuple[tuple[str, ...], tuple[tuple[Label, tuple[str | None, ...], str], ...]]:
        """Return the names of the moments, and of each need label, values and unit."""
        history = of(items)
        moments = [*(x.items for x in history.snapshots), items]
        return (
            (*(x.title for x in history.snapshots), ""),
            tuple(
                (
                    item.label,
                    tuple(_value(moment, item.id, self.field) for moment in moments),
                    item.value(self.unit) or "",
                )
                for item in items.of_type(self.type)
            ),
        )


@dataclass(frozen=True, slots=True)
class Paced:
    """What begins and ends in each half-year."""

    most: int | None = None

    def look(self, items: Items) -> Pace:
        """Return the pace of the plan."""
        return pace(items, of(items).settings, self.most)


@dataclass(frozen=True, slots=True)
class Kept:
    """How well the plan is kept."""

    def look(self, items: Items) -> Upkeep:
        """Return the counts."""
        history = of(items)
        last = history.snapshots[-1] if history.snapshots else None
        return upkeep(items, history.settings, history.today, last, history.known)


@dataclass(frozen=True, slots=True)
class Told:
    """The follow-ups, all or those of one half-year."""

    period: HalfYear | None = None

    def look(self, items: Items) -> tuple[FollowUp, ...]:
        """Return them, the latest first."""
        history = of(items)
        found = follow_ups(items, history.settings, history.today)
        return tuple(x for x in found if self.period in {None, x.period})


@dataclass(frozen=True, slots=True)
class Next:
    """When the plan is followed up next, and when it last was."""

    def look(self, items: Items) -> Around:
        """Return the two."""
        history = of(items)
        return around(items, history.settings, history.today)


@dataclass(frozen=True, slots=True)
class Doubted:
    """The suspect links, and how many are confirmed."""

    def look(self, items: Items) -> tuple[tuple[Suspect, ...], tuple[tuple[str, int], ...]]:
        """Return the suspect ones, and how many links are in each state."""
        links = of(items).links
        counts: dict[str, int] = {}
        for link in links:
            counts[link.state] = counts.get(link.state, 0) + 1
        suspect = tuple(x for x in links if x.state == "suspect")
        return _suspects(items, suspect), tuple(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Packed:
    """The package of a half-year; without one, of the one it is today."""

    period: HalfYear | None = None

    def look(self, items: Items) -> Package:
        """Return the sheet."""
        return package(items, self.period)


def _suspects(items: Items, links: tuple[LinkState, ...]) -> tuple[Suspect, ...]:
    by_id = items.by_id
    return tuple(Suspect(by_id[x.link[0]].label, by_id[x.link[2]].label, x) for x in links)


def _value(items: Items, id_: str, field: str) -> str | None:
    item = items.by_id.get(id_)
    return item.value(field) if item else None
