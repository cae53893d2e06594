"""The status of a plan on one page: how far its goals are, and what waits. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import read_day, today
from needs_core.steps import Distribution
from needs_plan.owners import OPEN, DayKind, DueDaysSpec
from needs_plan.table import Standing

if TYPE_CHECKING:
    from datetime import date

    from needs_core.items import Item, Items, Label
    from needs_plan.owners import DueDay

MOST_LISTED = 6
"""How many needs a list of the page names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """Goals that belong together, and how far they are."""

    label: Label | None
    """What they belong to; ``None``: all goals, or those that belong to nothing."""
    goals: Distribution


@dataclass(frozen=True, slots=True)
class Waiting:
    """A need that waits for something, and by when."""

    label: Label
    owners: tuple[str, ...]
    end: str | None


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """What the page says."""

    day: date
    """The day it was computed."""
    groups: tuple[GoalGroup, ...]
    goal_count: int
    every: Distribution
    """How far all goals are, each counted once; empty in a project without steps."""
    counts: tuple[tuple[Standing, int], ...]
    """What acts, by what it waits for; each standing has its count."""
    overdue: tuple[Waiting, ...]
    undecided: tuple[Waiting, ...]
    next_follow_up: DueDay | None

    @property
    def open(self) -> int:
        """Return how many are neither done nor given up."""
        return sum(count for standing, count in self.counts if standing in OPEN)


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status; a view."""

    goals: str
    """The type of the goals."""
    days: DueDaysSpec
    by: str = ""
    """The link from a goal to what it belongs to."""

    def look(self, items: Items) -> PlanStatus:
        """Return the status of today."""
        rules, at = self.days.rules, today()
        standings: dict[Standing, list[Item]] = {x: [] for x in Standing}
        for item in items.of_type(self.days.type):
            standings[rules.standing(item)].append(item)
        late = sorted(
            standings[Standing.OVERDUE], key=lambda x: read_day(x.value(rules.end)) or at
        )
        meetings = (x for x in items.look(self.days) if x.kind is DayKind.FOLLOW_UP)
        goals = items.of_type(self.goals)
        return PlanStatus(
            at,
            tuple(self._groups(goals, items)) if self.by else (),
            len(goals),
            self._distribution(goals, items),
            tuple((standing, len(found)) for standing, found in standings.items()),
            tuple(map(self._waiting, late)),
            tuple(map(self._waiting, standings[Standing.UNDECIDED])),
            next((x for x in meetings if x.day >= at), None),
        )

    def _groups(self, goals: tuple[Item, ...], items: Items) -> list[GoalGroup]:
        found: dict[str, list[Item]] = {}
        for goal in goals:
            for id_ in goal.links.get(self.by, ()) or ("",):
                found.setdefault(id_, []).append(goal)
        heads = [x for x in items if x.id in found]
        groups = [(head.label, found[head.id]) for head in heads]
        loose = [x for id_, own in found.items() if id_ not in items.by_id for x in own]
        groups_ = [
            GoalGroup(label, self._distribution(own, items)) for label, own in groups
        ]
        if loose:
            groups_.append(GoalGroup(None, self._distribution(loose, items)))
        return groups_

    def _distribution(
        self, goals: tuple[Item, ...] | list[Item], items: Items
    ) -> Distribution:
        steps = self.days.rules.goal_steps
        known = items.look(steps) if steps else {}
        return Distribution.of(known[x.id].step for x in goals if x.id in known)

    def _waiting(self, item: Item) -> Waiting:
        rules = self.days.rules
        end = item.value(rules.end) if rules.end else None
        return Waiting(item.label, rules.owners(item), end)
