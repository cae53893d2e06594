"""Counts of the plan: states and coverage over time, workload, upkeep. No averages."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, build_day, has_passed, read_day
from needs_core.steps import Distribution, GoalSteps
from needs_history.core.changes import common_names, differs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from needs_core.items import Item, Items, Label
    from needs_history.config import Settings
    from needs_history.core.shown_follow_ups import FollowUps
    from needs_history.core.snapshot import ModelNames, Snapshot


_MOST_YEARS = 20
"""Years above which half-years without anything are left out: one date has a slip."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """States and coverage at one moment."""

    name: str
    """The half-year of the snapshot; "" for today."""
    states: tuple[tuple[str, int], ...]
    """How many needs are in each state, in the project's order; "" is not stated."""
    goals: int
    covered: int
    """How many of the goals a need acts on that counts as covering."""
    steps: Distribution = Distribution()  # noqa: RUF009 (frozen)
    """How many goals were on each step that day, in a project that has steps."""
    day: date | None = None
    """The day they were counted."""


@dataclass(frozen=True, slots=True)
class HalfYearLoad:
    """What begins and ends in one half-year."""

    period: HalfYear
    start: tuple[Label, ...]
    end: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """What begins and ends in which half-year."""

    loads: tuple[HalfYearLoad, ...]
    """Every half-year from the first to the last, also those without anything."""
    no_start: tuple[Label, ...]
    """The open needs whose start is not stated."""
    no_end: tuple[Label, ...]
    most: int | None = None
    """How many may begin in one half-year."""

    @property
    def crowded(self) -> tuple[HalfYearLoad, ...]:
        """The half-years in which too many begin."""
        return tuple(x for x in self.loads if self.most and len(x.start) > self.most)


@dataclass(frozen=True, slots=True)
class Count:
    """A count out of a total, and the needs that are not counted."""

    count: int
    total: int
    missing: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How well the plan is kept up to date."""

    done: Count
    owner: Count | None
    """Of the open needs; ``None`` where the project has no such field."""
    start: Count | None
    end: Count | None
    fresh: Count | None
    """Of the open needs: followed up in ``period``, or changed since the last snapshot,
    also where that of ``period`` is still to come. ``None``: nothing has been followed up
    yet."""
    period: HalfYear | None
    """The latest half-year that anything was followed up in."""


def trend_point(
    items: Items,
    settings: Settings,
    name: str,
    day: date | None = None,
    among: frozenset[str] | None = None,
) -> TrendPoint:
    """Count states and coverage on a day; ``None``: today.

    ``among`` are the ids of the goals to count, with what acts on them; ``None``: all.
    """
    states = settings.states.names
    acting = items.of_type(settings.roles.actions)
    goals = items.of_type(settings.roles.goals)
    if among is not None:
        goals = tuple(x for x in goals if x.id in among)
        link = (settings.roles.link,)
        linked = {id_ for goal in goals for id_ in items.linked_ids(goal, link)}
        acting = tuple(x for x in acting if x.id in linked)
    found = Counter(item.status or "" for item in acting if not item.external)
    order = [*states, *sorted(set(found) - set(states))]
    of_goals = items.look(GoalSteps(settings.steps, day))
    return TrendPoint(
        name,
        tuple((state, found[state]) for state in order if found[state]),
        len(goals),
        sum(_covered(goal, items, settings) for goal in goals),
        Distribution.of(of_goals[x.id].step for x in goals if x.id in of_goals),
        day or build_day(),
    )


def workload(items: Items, settings: Settings, most: int | None = None) -> Workload:
    """Return what begins and ends in each half-year; what is given up does neither."""
    roles = settings.roles
    starts: dict[HalfYear, list[Label]] = defaultdict(list)
    ends: dict[HalfYear, list[Label]] = defaultdict(list)
    no_start: list[Label] = []
    no_end: list[Label] = []
    for item in items.of_type(roles.actions):
        if not settings.states.get(item.status).covers:
            continue
        for field, by_period, missing in (
            (roles.start, starts, no_start),
            (roles.end, ends, no_end),
        ):
            if day := read_day(item.value(field)):
                by_period[HalfYear.containing(day)].append(item.label)
            elif field and settings.is_open(item):
                missing.append(item.label)
    periods = sorted({*starts, *ends})
    if periods and periods[-1].year - periods[0].year < _MOST_YEARS:
        periods = list(periods[0].to(periods[-1]))
    loads = tuple(HalfYearLoad(x, tuple(starts[x]), tuple(ends[x])) for x in periods)
    return Workload(loads, tuple(no_start), tuple(no_end), most)


def upkeep(
    items: Items,
    settings: Settings,
    follow_ups: FollowUps,
    last: Snapshot | None,
    names: ModelNames,
) -> Upkeep:
    """Count what is done, owned, dated and fresh; ``last`` is the latest snapshot."""
    roles = settings.roles
    acting = items.of_type(roles.actions)
    opened = [item for item in acting if settings.is_open(item)]
    not_done = tuple(item.label for item in acting if not settings.is_done(item))
    return Upkeep(
        Count(len(acting) - len(not_done), len(acting), not_done),
        _stated(opened, roles.owner),
        _stated(opened, roles.start),
        _stated(opened, roles.end),
        _fresh(opened, follow_ups, last, names),
        follow_ups.latest_period,
    )


def overdue(items: Items, settings: Settings) -> Iterator[Item]:
    """Yield the open needs whose end has passed."""
    for item in items.of_type(settings.roles.actions):
        if settings.is_open(item) and has_passed(item.value(settings.roles.end)):
            yield item


def uncovered(items: Items, settings: Settings) -> Iterator[Item]:
    """Yield the goals that nothing acts on."""
    for goal in items.of_type(settings.roles.goals):
        if not _covered(goal, items, settings):
            yield goal


def _covered(goal: Item, items: Items, settings: Settings) -> bool:
    return any(
        item.type == settings.roles.actions
        and settings.states.get(item.status).covers
        and not items.is_retired(item)
        for item in items.get(items.linked_ids(goal, (settings.roles.link,)))
    )


def _stated(items: list[Item], field: str) -> Count | None:
    if not field:
        return None
    missing = tuple(item.label for item in items if not item.value(field))
    return Count(len(items) - len(missing), len(items), missing)


def _fresh(
    opened: list[Item], follow_ups: FollowUps, last: Snapshot | None, names: ModelNames
) -> Count | None:
    period = follow_ups.latest_period
    if period is None:
        return None
    followed_up = follow_ups.followed_up(period)
    before = last.items.by_id if last else {}
    both = common_names(last.names, names) if last else names
    missing = tuple(
        item.label
        for item in opened
        if item.id not in followed_up
        and not (last and _has_changed(before.get(item.id), item, both))
    )
    return Count(len(opened) - len(missing), len(opened), missing)


def _has_changed(before: Item | None, item: Item, names: ModelNames) -> bool:
    """Tell whether a need is new, or differs in what both models have."""
    return before is None or differs(before, item, names)
