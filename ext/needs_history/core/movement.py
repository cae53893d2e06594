"""What moves and what stands, by the snapshots, the follow-ups and the needs of today.

A need moves in a half-year when it differs from the snapshot before, is followed up, or is
new; a goal also when something that acts on it does. What no snapshot reaches is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day
from needs_core.items import natural_key, split_values
from needs_core.steps import GoalSteps, Step
from needs_history.core.changes import common_names, differs
from needs_history.core.history import History, history_of
from needs_history.core.shown_follow_ups import held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from needs_core.items import Item, Items, Label
    from needs_history.core.snapshot import Snapshot

_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class StillNeed:
    """A goal or an open need that does not move."""

    label: Label
    since: HalfYear
    """The half-year in which it last moved."""
    half_years: int
    """How many have passed since, today's with them."""


@dataclass(frozen=True, slots=True)
class PushedDeadline:
    """An open need whose end has been moved to a later day."""

    label: Label
    times: int
    """How often, from snapshot to snapshot and today."""
    first: str
    """The end before it was first moved."""
    now: str


@dataclass(frozen=True, slots=True)
class OldCandidate:
    """A need that is in the first of the states, and was a year ago."""

    label: Label
    since: date
    """The day of the first of the snapshots that have it in that state until today."""


@dataclass(frozen=True, slots=True)
class SilentOwner:
    """One who is responsible for open needs of which none moves."""

    name: str
    needs: tuple[StillNeed, ...]


@dataclass(frozen=True, slots=True)
class RunningLoad:
    """What runs at the same time in one half-year."""

    period: HalfYear
    total: int
    owners: tuple[tuple[str, int], ...]
    """How many each is responsible for, in the order of their names; "" is nobody."""


@dataclass(frozen=True, slots=True)
class GoalTrend:
    """The step of one goal at each moment."""

    label: Label
    steps: tuple[Step | None, ...]
    """``None``: it was not there, or did not hold."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What moves and what stands."""

    half_years: int
    """From how many half-years without movement something stands."""
    moments: tuple[str, ...]
    """The half-years of the snapshots, and "" for today."""
    still: tuple[StillNeed, ...]
    pushed: tuple[PushedDeadline, ...]
    candidates: tuple[OldCandidate, ...]
    silent: tuple[SilentOwner, ...]
    loads: tuple[RunningLoad, ...]
    undated: int
    """How many open needs lack a start or an end, and are in no load."""
    goals: tuple[GoalTrend, ...]
    """None in a project without steps."""


@dataclass(frozen=True, slots=True)
class MovementView:
    """What moves and what stands; a view."""

    half_years: int = 2

    def look(self, items: Items) -> Movement:
        """Return it, as of the day of the build."""
        history = history_of(items)
        settings, roles = history.settings, history.settings.roles
        opened = [x for x in items.of_type(roles.actions) if settings.is_open(x)]
        goals = list(items.of_type(roles.goals))
        moved = last_movements(items, history)
        still = tuple(
            found
            for item in (*goals, *opened)
            if item.id in moved
            and (found := _still(item, moved[item.id], history)).half_years
            >= self.half_years
        )
        return Movement(
            self.half_years,
            (*(x.name for x in history.snapshots), ""),
            still,
            tuple(_pushed(opened, history)),
            tuple(_old_candidates(opened, history)),
            tuple(_silent(opened, still, roles.owner)),
            tuple(_loads(opened, history)),
            sum(_span(x, history) is None for x in opened),
            tuple(_goal_trends(goals, items, history)),
        )


def last_movements(items: Items, history: History) -> Mapping[str, HalfYear]:
    """Return the half-year in which each need last moved, as far as snapshots reach.

    What the first snapshot has, and what never moved since, moved in its half-year at the
    latest: that is said of it, and no more is known.
    """
    if not history.snapshots:
        return {}
    moments = [*history.snapshots, history.now(items)]
    moved = {item.id: moments[0].period for item in moments[0].items}
    for old, new in pairwise(moments):
        both = common_names(old.names, new.names)
        for item in new.items:
            before = old.items.by_id.get(item.id)
            if before is None or differs(before, item, both):
                moved[item.id] = new.period
    for follow_up in held(history.follow_ups.all):
        for label in follow_up.targets:
            if follow_up.period and label.id in moved:
                moved[label.id] = max(moved[label.id], follow_up.period)
    roles = history.settings.roles
    for goal in items.of_type(roles.goals):
        acting = [x for x in items.linked_ids(goal, (roles.link,)) if x in moved]
        if goal.id in moved:
            moved[goal.id] = max([moved[goal.id], *(moved[x] for x in acting)])
    return moved


def _still(item: Item, since: HalfYear, history: History) -> StillNeed:
    this = HalfYear.containing(history.today)
    return StillNeed(item.label, since, max(0, len(list(since.to(this))) - 1))


def _over_time(item: Item, history: History) -> Iterator[tuple[Snapshot, Item]]:
    """Yield a need as each snapshot has it."""
    for snapshot in history.snapshots:
        if found := snapshot.items.by_id.get(item.id):
            yield snapshot, found


def _pushed(opened: Iterable[Item], history: History) -> Iterator[PushedDeadline]:
    field = history.settings.roles.end
    for item in opened if field else ():
        versions = [*(x for _moment, x in _over_time(item, history)), item]
        days = [day for x in versions if (day := read_day(x.value(field)))]
        pushed = [old for old, new in pairwise(days) if new > old]
        if pushed:
            first, now = pushed[0].isoformat(), days[-1].isoformat()
            yield PushedDeadline(item.label, len(pushed), first, now)


def _old_candidates(opened: Iterable[Item], history: History) -> Iterator[OldCandidate]:
    first = history.settings.states.names[:1]
    for item in opened:
        if item.status not in first:
            continue
        since = None
        for snapshot in reversed(history.snapshots):
            found = snapshot.items.by_id.get(item.id)
            if found is None or found.status != item.status:
                break
            since = snapshot.taken
        if since and history.today - since >= _YEAR:
            yield OldCandidate(item.label, since)


def _silent(
    opened: Iterable[Item], still: Iterable[StillNeed], field: str
) -> Iterator[SilentOwner]:
    standing = {x.label.id: x for x in still}
    owned: dict[str, list[Item]] = defaultdict(list)
    for item in opened if field else ():
        for owner in split_values(item.values(field)):
            owned[owner].append(item)
    for owner in sorted(owned, key=lambda x: natural_key(x.casefold())):
        if all(item.id in standing for item in owned[owner]):
            yield SilentOwner(owner, tuple(standing[x.id] for x in owned[owner]))


def _span(item: Item, history: History) -> tuple[HalfYear, HalfYear] | None:
    """Return the half-years from start to end; ``None`` where either is not stated."""
    roles = history.settings.roles
    start, end = (read_day(item.value(x)) for x in (roles.start, roles.end))
    if start is None or end is None or end < start:
        return None
    return HalfYear.containing(start), HalfYear.containing(end)


def _loads(opened: Iterable[Item], history: History) -> Iterator[RunningLoad]:
    """Yield the half-years from today's to the last in which anything open runs."""
    running: dict[HalfYear, list[Item]] = defaultdict(list)
    for item in opened:
        if span := _span(item, history):
            first = max(span[0], HalfYear.containing(history.today))
            for period in first.to(span[1]):
                running[period].append(item)
    field = history.settings.roles.owner
    for period in sorted(running):
        counts = Counter(
            owner
            for item in running[period]
            for owner in (split_values(item.values(field)) if field else ()) or ("",)
        )
        names = sorted(counts, key=lambda x: (not x, natural_key(x.casefold())))
        owners = tuple((name, counts[name]) for name in names)
        yield RunningLoad(period, len(running[period]), owners)


def _goal_trends(
    goals: Iterable[Item], items: Items, history: History
) -> Iterator[GoalTrend]:
    steps = history.settings.steps
    if not steps.declared:
        return
    moments = [
        (x.items, x.items.look(GoalSteps(steps, x.taken))) for x in history.snapshots
    ]
    moments.append((items, items.look(GoalSteps(steps))))
    for goal in goals:
        found = []
        for at, of_goals in moments:
            one = at.by_id.get(goal.id)
            there = one is not None and not at.is_retired(one) and goal.id in of_goals
            found.append(of_goals[goal.id].step if there else None)
        yield GoalTrend(goal.label, tuple(found))
